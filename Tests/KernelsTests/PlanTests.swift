import Graphs
import Kernels
import Testing
