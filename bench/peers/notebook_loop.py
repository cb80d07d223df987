"""The peer: the law of the profile `notebook`, drawn row by row with NumPy, as a notebook would.

Prints the rows a second, best of the rounds.

usage: notebook_loop.py ROWS ROUNDS
"""
import sys
import time
from collections import defaultdict
from datetime import datetime, timedelta

import numpy as np

VALUES = {"Star": list("OBAFGKM"), "Planet": ["Terrestrial", "Gas Giant", "Ice Giant", "Dwarf Planet"],
          "Moon": ["Earth", "Mars", "Jupiter", "Saturn", "Uranus", "Neptune", "Pluto", "Eris", "Haumea", "Makemake"]}
TYPES, WEIGHTS = list(VALUES), [0.4, 0.4, 0.2]
HOURS = np.repeat([0.02, 0.04, 0.07, 0.12], 6) / 1.5
LAW = [0.10, 0.15, 0.25, 0.25, 0.25]


def simulate(rows, users=120):
    likes = {user: np.random.choice(TYPES) for user in range(1, users + 1) if np.random.random() < 0.4}
    seen, table, now = defaultdict(list), [], datetime(2026, 1, 1)
    for number in range(1, rows + 1):
        user = np.random.randint(1, users + 1)
        kind = likes[user] if user in likes and np.random.random() < 0.45 else np.random.choice(TYPES, p=WEIGHTS)
        known = seen[user, kind]
        value = np.random.choice(known if known and np.random.random() < 0.33 else VALUES[kind])
        if value not in known:
            known.append(value)
        ago = timedelta(days=min(np.random.exponential(14), 60), hours=int(np.random.choice(24, p=HOURS)), minutes=np.random.randint(0, 60))
        table.append((number, user, kind, value, np.random.choice([1, 2, 3, 4, 5], p=LAW), now - ago))
    return table


best = 0.0
for _ in range(int(sys.argv[2])):
    start = time.perf_counter()
    simulate(int(sys.argv[1]))
    best = max(best, int(sys.argv[1]) / (time.perf_counter() - start))
print(best)
