import sys; open(sys.argv[sys.argv.index("--output")+1],"w").write("x")
