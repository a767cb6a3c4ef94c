"""What may leave, and what gives somebody away. Pure functions: no models, no database, no web.

- `threshold`: how many distinct groups stand behind a figure, and whether that is enough (`evidence`, `decide_sum`).
- `sameness`: who is the same behind two figures, whatever the register called it then.
- `suppression`: tables of counts and sums from which no small count can be worked out, alone, beside the other tables
  of their report, or beside what was given before (`count_table`, `suppress`, `remember`, `merge_small`).
- `leaks`: places in a text that name or give away somebody who did not agree (`LeakIndex`, `find_leaks`,
  `check_document`, `unwaived`).

What it does not promise: two tables that share cells without saying so by a key are protected each for itself; and
readers who know the register better than the membership's public counts may know more than is said here.
"""
