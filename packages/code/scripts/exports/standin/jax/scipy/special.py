import math

import numpy

erf = numpy.vectorize(math.erf, otypes=[float])
erfc = numpy.vectorize(math.erfc, otypes=[float])
