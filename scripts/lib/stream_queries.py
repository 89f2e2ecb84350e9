"""Random streaming queries and their events, as the cases that spark_stream.py runs. Each is made from its own kind and number, so that
other numbers of cases, or other kinds, leave it as it is."""
import random

JOINS = ["INNER", "LEFT OUTER", "RIGHT OUTER", "FULL OUTER", "LEFT SEMI"]
DELAYS = [0, 2, 5, 10]
STATIC = "SELECT * FROM VALUES (1, 'a'), (2, 'b'), (2, 'c'), (4, 'd') AS f(fk, name)"


def side(rng, name, watermark=1.0, select=None):
    """One side of the events, told apart by a column: so a step is one batch for both."""
    columns = [f"k AS {name}k", f"timestamp_seconds(t) AS {name}t", f"v AS {name}v"]
    delay = f"{rng.choice(DELAYS)} seconds" if rng.random() < watermark else None
    return {"columns": columns, "time": f"{name}t", "delay": delay, "select": select}


def bound(rng):
    """A condition on the distance of two times."""
    a, b = rng.randint(0, 8), rng.randint(0, 8)
    return rng.choice([
        f"lt BETWEEN rt - INTERVAL {a} SECONDS AND rt + INTERVAL {b} SECONDS",
        f"lt >= rt - INTERVAL {a} SECONDS AND lt <= rt + INTERVAL {b} SECONDS",
        f"lt > rt - INTERVAL {a} SECONDS AND lt < rt + INTERVAL {b} SECONDS",
        f"rt >= lt AND rt <= lt + INTERVAL {b} SECONDS",
        f"lt < rt - INTERVAL {a} SECONDS AND lt + INTERVAL {a + 9} SECONDS > rt",
        f"rt + INTERVAL {a} SECONDS > lt AND lt + INTERVAL {b} SECONDS >= rt",
    ])


def join(rng):
    window = rng.random() < 0.4
    kind = rng.choice(JOINS)
    on = ["lk <=> rk" if rng.random() < 0.2 else "lk = rk", "lw = rw" if window else bound(rng)]
    if rng.random() < 0.5:
        # Spark takes `lv > 3` for a bound on time, and keeps the rows of that side for ever.
        on.append(rng.choice(["lv < rv", "lv > rv", "lv <> rv", "lv + rv > 6", "lv < 4", "rv < 4", "lv < 6 AND rv < 7"]))
    size = rng.choice([5, 10])
    sides = {s: side(rng, s, 1.0, [f"{s}k", f"window({s}t, '{size} seconds') AS {s}w", f"{s}v"] if window else None) for s in "lr"}
    if window and rng.random() < 0.25:
        sides[rng.choice("lr")]["delay"] = None
    columns = ["lk", "CAST(lw.end AS BIGINT) AS le" if window else "CAST(lt AS BIGINT) AS le", "lv"]
    if kind != "LEFT SEMI":
        columns += ["rk", "CAST(rw.end AS BIGINT) AS re" if window else "CAST(rt AS BIGINT) AS re", "rv"]
    where = rng.choice(["", "", "", " WHERE lv < 6"])
    return {"views": sides, "sql": f"SELECT {', '.join(columns)} FROM l {kind} JOIN r ON {' AND '.join(on)}{where}"}


def dedup(rng):
    how = rng.choice(["drop", "within"])
    columns = rng.choice([["lk"], ["lk", "lt"], ["lk", "lv"], ["lv"]])
    # Which row of a batch is the first is not told: only the keys are selected.
    select = [f"CAST({c} AS BIGINT) AS {c}" for c in columns]
    watermark = 0.8 if how == "drop" else 1.0
    return {"views": {"l": side(rng, "l", watermark)}, "sql": "SELECT * FROM l", how: columns, "select": select}


def distinct(rng):
    columns = rng.choice(["lk", "lk, lv", "lk, CAST(lt AS BIGINT) AS s", "CAST(w.end AS BIGINT) AS e, lk"])
    of = "(SELECT DISTINCT window(lt, '10 seconds') AS w, lk FROM l)" if columns.startswith("CAST(w") else None
    sql = f"SELECT {columns} FROM {of}" if of else f"SELECT DISTINCT {columns} FROM l"
    return {"views": {"l": side(rng, "l", 0.6)}, "sql": sql, "mode": rng.choice(["append", "append", "update", "complete"])}


AGGREGATES = ["count(*)", "count({v})", "sum({v})", "min({v})", "max({v})", "avg({v})", "count_if({v} > 3)", "bool_or({v} > 5)",
              "sort_array(collect_list({v}))", "sort_array(collect_set({v}))", "sum({v}) FILTER (WHERE {v} > 2)", "max(-{v})"]


def aggregates(rng, v):
    return [f"{call.format(v=v)} AS a{i}" for i, call in enumerate(rng.sample(AGGREGATES, rng.randint(1, 3)))]


def window_of(rng, time, sliding=0.4):
    if rng.random() < sliding:
        size, slide = rng.choice([(10, 5), (6, 2), (5, 3), (20, 10), (4, 2)])
        return f"window({time}, '{size} seconds', '{slide} seconds')"
    return rng.choice([f"window({time}, '{rng.choice([5, 10, 20])} seconds')", f"window({time}, '10 seconds', '10 seconds', '3 seconds')"])


def mode_of(rng):
    return rng.choice(["append", "append", "append", "update", "complete"])


def over(columns, source):
    """The window of `source` as two numbers, and columns beside it."""
    return f"SELECT CAST(w.start AS BIGINT) AS s, CAST(w.end AS BIGINT) AS e{''.join(', ' + c for c in columns)} FROM ({source})"


def grouped(rng, window, name, keyed, where=""):
    """A grouping by a window, and by the key if asked; its columns, its query."""
    aggs = aggregates(rng, f"{name}v")
    keys = [f"{name}k"] if keyed else []
    names = [*keys, *[a.split(" AS ")[-1] for a in aggs]]
    having = rng.choice(["", "", "", " HAVING count(*) > 1"])
    return names, f"SELECT {', '.join([window + ' AS w', *keys, *aggs])} FROM {name}{where} GROUP BY {', '.join([window, *keys])}{having}"


def windows(rng):
    where = rng.choice(["", "", " WHERE lv <> 3", " WHERE lv > 2 AND lk < 3"])
    names, source = grouped(rng, window_of(rng, "lt"), "l", rng.random() < 0.6, where)
    case = {"views": {"l": side(rng, "l", 0.92)}, "sql": over(names, source), "mode": mode_of(rng)}
    if case["mode"] == "complete" and rng.random() < 0.5:
        case["sql"] += f" ORDER BY s, e{''.join(', ' + n for n in names)}"
        # Spark orders before it cuts.
        case["sql"] += rng.choice(["", " LIMIT 3"])
    return case


def sessions(rng):
    gap = rng.choice(["'5 seconds'", "'3 seconds'", "'10 seconds'", "CASE WHEN lk = 1 THEN '3 seconds' ELSE '8 seconds' END"])
    names, source = grouped(rng, f"session_window(lt, {gap})", "l", rng.random() < 0.9, rng.choice(["", " WHERE lv <> 3"]))
    return {"views": {"l": side(rng, "l", 0.95)}, "sql": over(names, source), "mode": mode_of(rng)}


def plain(rng):
    """Groupings without a window."""
    keys = rng.choice(["", "lk", "lk, lv", "CAST(lt AS BIGINT)", "lt", "lt, lk"])
    first = ["CAST(lt AS BIGINT) AS s" if k == "lt" else k for k in keys.split(", ")] if keys and not keys.startswith("CAST") else []
    sql = f"SELECT {', '.join([*first, *aggregates(rng, 'lv')])} FROM l{f' GROUP BY {keys}' if keys else ''}"
    return {"views": {"l": side(rng, "l", 0.7)}, "sql": sql, "mode": rng.choice(["append", "update", "update", "complete"])}


def chains(rng):
    """Several stateful operators, one after the other."""
    sides = {s: side(rng, s) for s in "lr"}
    again = rng.choice(["window(w, '10 seconds')", "window(window_time(w), '10 seconds')", "window(w, '20 seconds', '10 seconds')", "w"])
    counts = "SELECT window(lt, '5 seconds') AS w, lk, count(*) AS n, sum(lv) AS v FROM l GROUP BY 1, 2"
    how = rng.choice(["again", "again", "distinct", "joined", "windows", "windows", "most", "session", "deduplicated", "three"])
    mode = "update" if rng.random() < 0.1 else "append"
    if how == "again":
        sql = over(["n", "m"], f"SELECT {again} AS w, count(*) AS n, sum(n) AS m FROM ({counts}) GROUP BY 1")
    elif how == "distinct":
        sql = over(["n"], f"SELECT DISTINCT w, n FROM ({counts})")
    elif how == "joined":
        pairs = f"SELECT lt, lk, rv FROM l {rng.choice(['INNER', 'LEFT OUTER'])} JOIN r ON lk = rk AND {bound(rng)}"
        sql = over(["lk", "n", "m"], f"SELECT window(lt, '10 seconds') AS w, lk, count(*) AS n, sum(rv) AS m FROM ({pairs}) GROUP BY 1, 2")
    elif how == "windows":
        other = "SELECT window(rt, '5 seconds') AS x, rk, max(rv) AS m FROM r GROUP BY 1, 2"
        kind = rng.choice(JOINS[:4])
        sql = f"SELECT CAST(w.end AS BIGINT) AS e, lk, n, CAST(x.end AS BIGINT) AS f, rk, m FROM ({counts}) {kind} JOIN ({other}) ON w = x AND lk = rk"
    elif how == "most":
        most = f"SELECT w AS x, max(n) AS m FROM ({counts}) GROUP BY 1"
        sql = over(["lk", "n"], f"SELECT w, lk, n FROM ({counts}) JOIN ({most}) ON w = x AND n >= m")
    elif how == "session":
        visits = "SELECT session_window(lt, '4 seconds') AS w, lk, count(*) AS n FROM l GROUP BY 1, 2"
        sql = over(["n", "m"], f"SELECT {again if again != 'w' else 'window(w.end, 10 seconds)'.replace('10 seconds', repr('10 seconds'))} AS w, count(*) AS n, sum(n) AS m FROM ({visits}) GROUP BY 1")
    elif how == "deduplicated":
        sql = over(["n"], "SELECT window(lt, '10 seconds') AS w, count(*) AS n FROM (SELECT DISTINCT lk, lt FROM l) GROUP BY 1")
    else:
        twice = f"SELECT window(w, '10 seconds') AS w, lk, sum(n) AS n FROM ({counts}) GROUP BY 1, 2"
        sql = over(["m"], f"SELECT window(w, '20 seconds') AS w, max(n) AS m FROM ({twice}) GROUP BY 1")
    return {"views": {s: v for s, v in sides.items() if f"FROM {s}" in sql or f"JOIN {s}" in sql}, "sql": sql, "mode": mode}


def unions(rng):
    """Two watermarks, of which the least or the highest holds."""
    both = "SELECT lk AS k, lt AS t, lv AS v FROM l UNION ALL SELECT rk, rt, rv FROM r"
    window = window_of(rng, "t", 0.2)
    sql = over(["n", "m"], f"SELECT {window} AS w, count(*) AS n, max(v) AS m FROM ({both}) GROUP BY 1")
    return {"views": {s: side(rng, s) for s in "lr"}, "sql": sql, "mode": mode_of(rng), "policy": rng.choice(["min", "max"])}


def static(rng):
    """A stream beside a table that does not change."""
    kind = rng.choice(["INNER", "LEFT OUTER", "LEFT SEMI", "LEFT ANTI", "RIGHT OUTER", "FULL OUTER"])
    column = "lk" if kind in ["LEFT SEMI", "LEFT ANTI"] else "name"
    joined = f"SELECT lt, lk, lv, {column} AS c FROM l {kind} JOIN fixed ON lk = fk"
    # Spark moves semi joins below aggregates, whose state is smaller then.
    how = rng.choice(["rows", "grouped", *["after"] * (column == "name")])
    mode = rng.choice(["append", "append", "update"])
    if how == "rows":
        sql = f"SELECT CAST(lt AS BIGINT) AS s, lv, c FROM ({joined})"
    elif how == "grouped":
        sql = over(["c", "n"], f"SELECT window(lt, '10 seconds') AS w, c, count(*) AS n FROM ({joined}) GROUP BY 1, 2")
    else:
        counts = "SELECT window(lt, '10 seconds') AS w, lk, count(*) AS n FROM l GROUP BY 1, 2"
        sql = over(["lk", "n"], f"SELECT * FROM ({counts}) {kind} JOIN fixed ON lk = fk")
    return {"views": {"l": side(rng, "l")}, "static": STATIC, "sql": sql, "mode": mode}


def limits(rng):
    n = rng.choice([1, 3, 5, 8])
    sql = rng.choice([
        f"SELECT lk, lv FROM l LIMIT {n}", f"SELECT lk, lv FROM l WHERE lv > 2 LIMIT {n}",
        f"SELECT 1 AS one FROM (SELECT DISTINCT lk, lv FROM l) LIMIT {n}",
        f"SELECT n > 0 AS some FROM (SELECT window(lt, '10 seconds') AS w, lk, count(*) AS n FROM l GROUP BY 1, 2) LIMIT {n}",
        f"SELECT lk, lv FROM (SELECT * FROM l LIMIT {n}) WHERE lv > 3",
        f"SELECT lk, lv FROM l ORDER BY lk LIMIT {n}", f"SELECT lk, lv FROM l LIMIT {n} OFFSET 1",
    ])
    # A limit that is reached reads no further, row by row: what of the batch has moved the watermark is not compared.
    watermark = 1.0 if "window" in sql else 0.0
    mode = rng.choice(["append", "append", "append", "update", "complete"])
    return {"views": {"l": side(rng, "l", watermark)}, "sql": sql, "mode": mode}


def events(rng, sides):
    """Batches of [side, key, time, value]; time mostly rises."""
    now, out = 10, []
    for _ in range(rng.randint(4, 5)):
        now += rng.choice([0, 3, 6, 12])
        batch = []
        for _ in range(rng.randint(1, 6)):
            time = max(1, now + rng.randint(-12, 4)) if rng.random() > 0.04 else None
            key = None if rng.random() < 0.06 else rng.choice([1, 1, 2, 3])
            batch.append([rng.choice(sides), key, time, rng.randint(0, 7)])
        out.append(batch)
    return out


KINDS = {"windows": (windows, 50), "sessions": (sessions, 32), "plain": (plain, 20), "chains": (chains, 48), "unions": (unions, 16),
         "static": (static, 16), "distinct": (distinct, 12), "limits": (limits, 20), "dedup": (dedup, 20), "join": (join, 48)}


def cases(share):
    """Kinds take turns, so that a run cut short has some of each."""
    made = [(i / count, kind, i) for kind, (_, count) in KINDS.items() for i in range(round(count * share))]
    for _, kind, i in sorted(made):
        rng = random.Random(f"{kind} {i}")
        case = {"id": f"{kind} {i}", **KINDS[kind][0](rng)}
        steps = events(rng, list(case["views"]))
        # Spark forgets the watermarks of single nodes at a restart: with several of them the query's would not be the same.
        if rng.random() < 0.35 and len(case["views"]) == 1 and case["sql"].count("FROM l") == 1:
            case["restarts"] = sorted(rng.sample(range(1, len(steps)), rng.randint(1, 2)))
        yield {**case, "steps": steps}
