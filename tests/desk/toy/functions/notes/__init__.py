"""A context as small as one can be, for the tests of the desk."""
