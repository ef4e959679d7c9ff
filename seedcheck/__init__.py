"""Does a training trick help, or did one lucky random seed say so? The Python of the study."""
