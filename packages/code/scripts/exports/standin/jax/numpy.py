from numpy import *  # noqa: F403
from numpy import abs, max, min, sum  # noqa: F401
