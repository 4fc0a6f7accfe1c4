# Two lines a target; the work is in dev.py and scripts/. Without make: python3 dev.py run
PYTHON ?= python3

.PHONY: run test test-services test-faults check bench screenshots assets lock clean

run:  # set up and serve with the demo: PORT=8000, DEMO=0
	@"$(PYTHON)" dev.py run

test:  # set up and run the suite on SQLite: ARGS="tests/journal -k night"
	@"$(PYTHON)" dev.py test

test-services:  # the suite on Postgres and Redis: DATABASE_URL, REDIS_URL, or servers of its own
	@"$(PYTHON)" dev.py test-services

test-faults:  # break processes on purpose: QUICK=1
	@"$(PYTHON)" dev.py test-faults

check:  # format, lint, types, security, migrations, deployment
	@"$(PYTHON)" dev.py check

bench:  # milliseconds, queries and bytes of each page
	@"$(PYTHON)" dev.py bench

screenshots:  # docs/screenshots/*.png
	@"$(PYTHON)" dev.py screenshots

assets:  # only the front-end files, before collectstatic
	@"$(PYTHON)" dev.py assets

lock:  # pin the requirements anew (maintainers)
	@"$(PYTHON)" dev.py lock

clean:  # remove what set-up made; diaries stay
	@"$(PYTHON)" dev.py clean
