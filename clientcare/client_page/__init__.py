"""One client: names, how to reach them safely, matters, promises."""
