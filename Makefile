# bookcradle: `make demo` scans a book with the rig in a box; `make test` runs every check. Both set themselves up.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
PYTEST_WORKERS ?= 2

# What running needs beyond Python packages, what the window needs on a desktop, and what only tests and pictures need.
DEBIAN_WINDOW := libegl1 libdbus-1-3 libfontconfig1 libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 \
  libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-util1 libxcb-xkb1
DEBIAN_RUN := python3-venv python3-dev gcc libc6-dev tesseract-ocr-eng libgl1 libglib2.0-0 fonts-dejavu-core \
  fonts-liberation $(DEBIAN_WINDOW)
DEBIAN_TEST := tesseract-ocr-fra umockdev gir1.2-umockdev-1.0 python3-gi udev postgresql dbus mesa-vulkan-drivers gcc-avr avr-libc \
  libsimavr-dev libelf-dev
DEBIAN_PICTURES := xvfb xauth

.PHONY: setup setup-test demo gui test check unit lock clean translations screenshots

setup: $(VENV)/.ready

setup-test: setup
	@sh .ci/debian-packages $(DEBIAN_TEST)

$(VENV)/.ready: requirements.lock pyproject.toml .ci/debian-packages
	@sh .ci/debian-packages $(DEBIAN_RUN)
	$(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: setup
	$(RUN)/bookcradle demo --out demo-output

gui: setup
	$(RUN)/bookcradle gui

screenshots: setup
	@sh .ci/debian-packages $(DEBIAN_PICTURES)
	xvfb-run -a -s "-screen 0 3840x2160x24" $(RUN)/python -m scanner_daemon.cli.screenshots --out operator_gui/screenshots

translations: setup
	$(RUN)/python -m operator_gui.translations

test: setup-test check unit

check:
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports

unit:
	$(RUN)/pytest -q -n $(PYTEST_WORKERS) --dist loadfile

lock: setup
	$(RUN)/uv pip compile -q pyproject.toml --group dev --no-emit-index-url --generate-hashes --python-version 3.11 \
	  --universal --custom-compile-command 'make lock' -o requirements.lock

clean:
	rm -rf $(VENV) demo-output build *.egg-info
