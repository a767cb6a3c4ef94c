"""What may leave, and what gives somebody away. Pure functions: no models, no database, no web.

- `threshold`: how many distinct groups stand behind a figure, and whether that is enough.
- `suppression`: tables of counts and sums from which no small count can be worked out.
- `leaks`: places in a text that name or give away somebody who did not agree.
"""
