# Two lines a target; the work is in dev.py and scripts/. Without make: python3 dev.py run
# (`exec`: a signal to make reaches dev.py and not a shell in between.)
PYTHON ?= python3

.PHONY: run test test-services test-faults check format bench bench-trends bench-nightly screenshots assets lock clean

run:  # set up and serve with the demo: PORT=8000, DEMO=0
	@exec "$(PYTHON)" dev.py run

test:  # set up and run the suite on SQLite: ARGS="tests/journal -k night"
	@exec "$(PYTHON)" dev.py test

test-services:  # the suite on Postgres and Redis: DATABASE_URL, REDIS_URL, or servers of its own
	@exec "$(PYTHON)" dev.py test-services

test-faults:  # break processes on purpose: QUICK=1
	@exec "$(PYTHON)" dev.py test-faults

check:  # format, lint, types, security, migrations, deployment
	@exec "$(PYTHON)" dev.py check

format:  # put right what the first three checks complain about
	@exec "$(PYTHON)" dev.py format

bench:  # milliseconds, queries and bytes of each page
	@exec "$(PYTHON)" dev.py bench

bench-trends:  # how often the verdicts are wrong: a few minutes; FULL=1 writes docs/validation.md
	@exec "$(PYTHON)" dev.py bench-trends

bench-nightly:  # the night's pass over 1,000 to 100,000 diaries, on Postgres: minutes
	@exec "$(PYTHON)" dev.py bench-nightly

screenshots:  # docs/screenshots/*.png
	@exec "$(PYTHON)" dev.py screenshots

assets:  # only the front-end files, before collectstatic
	@exec "$(PYTHON)" dev.py assets

lock:  # pin the requirements anew (maintainers)
	@exec "$(PYTHON)" dev.py lock

clean:  # remove what set-up made; diaries stay
	@exec "$(PYTHON)" dev.py clean
