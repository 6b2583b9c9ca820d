"""Pages of the register. Rows come through `visible_to`: a stranger finds nothing, and 404 says nothing."""
