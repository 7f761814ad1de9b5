"""`python -m backprop_kernel` is the command `backprop`, also where the folder of commands is not on the path."""

from .program import main

if __name__ == "__main__":
    main()
