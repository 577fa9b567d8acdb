"""Hold the commands of the command line, by what they are for."""
