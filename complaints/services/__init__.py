"""What people and sweeps do with complaints: one public function, one deed, one transaction."""
