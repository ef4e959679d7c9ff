"""What is asked for: the configuration, the paths, the plan of jobs and the hashes of the code."""
