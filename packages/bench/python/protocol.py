"""What a process says: ready, then a sample for each line `round <ms>`. The same as src/child.ts and src/measure.ts."""
import json
import os
import sys
import time


def rows(values, columns):
    return [values[k : k + columns] for k in range(0, len(values), columns)]


def uniform(seed):
    """mulberry32, as `seededRandom` of @chainrule/nn."""
    state = seed

    def draw():
        nonlocal state
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        t = ((state ^ (state >> 15)) * (state | 1)) & 0xFFFFFFFF
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & 0xFFFFFFFF)) & 0xFFFFFFFF
        return ((t ^ (t >> 14)) & 0xFFFFFFFF) / 4294967296

    return draw


def say(**message):
    print(json.dumps(message), flush=True)


def serve(prepare, units, figures=lambda: {}):
    """prepare() gives run(), which gives values; or run and values, of which only run is timed."""
    clock = time.perf_counter
    try:
        start = clock()
        made = prepare()
        run, values_of = made if isinstance(made, tuple) else (made, None)
        prepared = clock()
        values = run()
        first = clock() - prepared
        checked = lambda values: values_of() if values_of else values
        say(prepareMs=(prepared - start) * 1e3, firstMs=first * 1e3, units=units, values=checked(values))
        for line in sys.stdin:
            words = line.split()
            if words[0] != "round":
                break
            budget = float(words[1]) / 1e3
            start = clock()
            values = run()
            times = [clock() - start]
            if times[0] <= budget:
                end, times = clock() + budget, []
                while not times or clock() < end:
                    start = clock()
                    values = run()
                    times.append(clock() - start)
            say(seconds=sorted(times)[len(times) // 2] / units, values=checked(values), figures=figures())
    except BaseException as error:
        say(failed=f"{type(error).__name__}: {error}"[:200])
    os._exit(0)
