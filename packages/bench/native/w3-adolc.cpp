// W3 with ADOL-C: the graph is traced once; a pass is gradient(), forward and reverse over its tape.
// The graph's file: int32 nodes, leaves; float64 value[nodes]; int32 a[nodes], b[nodes]; uint8 op[nodes].
#include <adolc/adolc.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

enum Op : unsigned char { leaf, add, mul, tangent, exponential, sub };

static double milliseconds() {
  using namespace std::chrono;
  return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

template <typename T>
static std::vector<T> read(FILE *file, size_t count) {
  std::vector<T> values(count);
  if (fread(values.data(), sizeof(T), count, file) != count) {
    puts("{\"failed\":\"the graph's file is too short\"}");
    exit(1);
  }
  return values;
}

int main(int, char **words) {
  FILE *file = fopen(words[2], "rb");
  if (!file) return puts("{\"failed\":\"no file of the graph\"}"), 1;
  const auto head = read<int>(file, 2);
  const int nodes = head[0], leaves = head[1], operations = nodes - leaves;
  const auto value = read<double>(file, nodes);
  const auto a = read<int>(file, nodes), b = read<int>(file, nodes);
  const auto op = read<unsigned char>(file, nodes);

  double start = milliseconds(), output;
  {
    trace_on(1);
    std::vector<adouble> node(nodes);
    for (int k = 0; k < leaves; k++) node[k] <<= value[k];
    for (int k = leaves; k < nodes; k++) {
      const adouble &p = node[a[k]], &q = node[b[k]];
      switch (op[k]) {
        case add: node[k] = p + q; break;
        case mul: node[k] = p * q; break;
        case sub: node[k] = p - q; break;
        case tangent: node[k] = tanh(p); break;
        default: node[k] = exp(p);
      }
    }
    node[nodes - 1] >>= output;
    trace_off();
  }
  const double prepared = milliseconds();
  std::vector<double> gradients(leaves);
  const auto pass = [&] { gradient(1, leaves, value.data(), gradients.data()); };
  pass();
  printf("{\"prepareMs\":%g,\"firstMs\":%g,\"units\":%d,\"values\":[%.17g,%.17g]}\n", prepared - start,
         milliseconds() - prepared, operations, output, gradients[0]);
  fflush(stdout);

  char line[80];
  double budget;
  while (fgets(line, sizeof line, stdin) && sscanf(line, "round %lf", &budget) == 1) {
    std::vector<double> times;
    pass();
    const double end = milliseconds() + budget;
    do {
      start = milliseconds();
      pass();
      times.push_back(milliseconds() - start);
    } while (milliseconds() < end);
    std::sort(times.begin(), times.end());
    printf("{\"seconds\":%g,\"values\":[%.17g,%.17g],\"figures\":{}}\n", times[times.size() / 2] / 1e3 / operations,
           output, gradients[0]);
    fflush(stdout);
  }
}
