# haoban: everything is built and tested from here.
#
#     make            builds ./haoban
#     make run        installs what is missing, builds, and serves a demonstration town
#     make check      installs what tests need, builds every variant, tests everything
#
# and parts of that: make unit | tools | scenario | browser | crash | tidy | format-check.
# Others: make format | bench | guide-bench | fuzz | clean.  One unit test is run as
#     make build/sanitized/src/base/civil_test && build/sanitized/src/base/civil_test
#
# Objects go below build/release, build/sanitized (AddressSanitizer and UBSan) and
# build/clang (a second opinion, never linked); generated C goes to build/gen.
# V=1 shows the commands.

.DELETE_ON_ERROR:
.SECONDARY:
.SECONDEXPANSION:
MAKEFLAGS += --no-builtin-rules --no-builtin-variables
ifndef V
.SILENT:
endif
ifeq (0,$(MAKELEVEL))
MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 2)
endif

# Test data that lies beside the repository; tests that need it skip where it is absent.
HAOBAN_SHARED ?= ../shared
export HAOBAN_SHARED

# ---- what there is ----

find = $(sort $(foreach folder,$(1),$(shell find $(folder) -name '$(2)' -not -name '.*')))
FOLDERS := $(shell find src -type d)
SOURCES := $(call find,src,*.c)
SQL := $(call find,src,*.sql)
HTML := $(call find,src,*.html)
SCHEMA := $(call find,schema,*.sql)
EMBEDDED := $(call find,web schema demo letter,*.*)
DATA := $(sort $(wildcard demo/*.json demo/*.jsonl letter/*.txt))
TESTS := $(filter %_test.c,$(SOURCES)) $(call find,test,*_test.c)
CODE := $(filter-out %_test.c,$(SOURCES))
TOOLS := sqlc tmplc embed hanzi tidy

# ---- compilers ----

CC := gcc
CLANG := clang
PACKAGES := libmicrohttpd jansson openssl libpq sqlite3 libargon2 inih zlib \
    libqrencode libzip libxml-2.0 xlsxwriter libjpeg libpng cairo-pdf pangocairo \
    poppler-glib libcurl
WARNINGS := -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wwrite-strings \
    -Wstrict-prototypes -Wmissing-prototypes
CPPFLAGS := -D_GNU_SOURCE $(addprefix -iquote ,$(FOLDERS) build/gen) \
    $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
CFLAGS := -std=c11 -g $(WARNINGS) -fPIE -fstack-protector-strong -pthread
CFLAGS_release := -O2 -D_FORTIFY_SOURCE=2 -fstack-clash-protection
CFLAGS_sanitized := -O1 -fno-omit-frame-pointer \
    -fsanitize=address,undefined -fno-sanitize-recover=all
CFLAGS_clang := -O1 -Wno-string-conversion    # assert(!"reason") is meant
CFLAGS_fuzz := -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
LDFLAGS := -pie -pthread -Wl,-z,relro,-z,now -Wl,--as-needed
LDFLAGS_sanitized := -fsanitize=address,undefined
LIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lcsv -lm

.PHONY: all variants run check tidy format format-check unit tools scenario browser \
    crash bench guide-bench fuzz install clean
all: haoban

# ---- generated C; the generators leave alone what has not changed ----

PAGES = $(patsubst %,build/gen/%.c,$(notdir $(1)))
GENERATED := $(call PAGES,$(HTML)) \
    $(addprefix build/gen/,statements.c texts.c embedded.c hanzi.c)
STATEMENTS := $(patsubst %,build/gen/%.h,$(notdir $(SQL)))

build/gen/sqlc.stamp: build/tools/sqlc $(SCHEMA) $(SQL) $(FOLDERS) schema
	mkdir -p $(@D)
	echo "sqlc $(words $(SQL)) modules"
	build/tools/sqlc --schema $(SCHEMA) --out build/gen $(SQL)
	touch $@

build/gen/tmplc.stamp: build/tools/tmplc $(HTML) $(CODE) $(wildcard web/en.txt) $(FOLDERS)
	mkdir -p $(@D)
	echo "tmplc $(words $(HTML)) pages"
	build/tools/tmplc --out build/gen --catalogue web/en.txt --texts-from $(CODE) $(HTML)
	touch $@

build/gen/embed.stamp: build/tools/embed $(EMBEDDED) web schema demo letter
	mkdir -p $(@D)
	echo "embed $(words $(EMBEDDED)) files"
	build/tools/embed build/gen/embedded.c --web web --schema schema \
	    $(addprefix --data ,$(DATA))
	touch $@

build/gen/hanzi.c: build/tools/hanzi
	mkdir -p $(@D)
	echo "hanzi"
	build/tools/hanzi $@

$(STATEMENTS) build/gen/statements.c: build/gen/sqlc.stamp ;
$(call PAGES,$(HTML)) build/gen/texts.c: build/gen/tmplc.stamp ;
build/gen/embedded.c: build/gen/embed.stamp ;

# ---- objects ----

build/release/%.o: %.c Makefile | $$(needs)
	mkdir -p $(@D)
	echo "cc $@"
	$(CC) $(CPPFLAGS) $(CFLAGS) $(CFLAGS_release) -MMD -MP -c -o $@ $<

build/sanitized/%.o: %.c Makefile | $$(needs)
	mkdir -p $(@D)
	echo "cc $@"
	$(CC) $(CPPFLAGS) $(CFLAGS) $(CFLAGS_sanitized) -MMD -MP -c -o $@ $<

build/clang/%.o: %.c Makefile | $$(needs)
	mkdir -p $(@D)
	echo "clang $@"
	$(CLANG) $(CPPFLAGS) $(CFLAGS) $(CFLAGS_clang) -MMD -MP -c -o $@ $<

# Before anything but the base and the tools is compiled, the statements' headers exist.
needs = $(if $(filter src/base/% tools/%,$*),,build/gen/sqlc.stamp)

-include $(shell find build -name '*.d' 2>/dev/null)

# ---- archives, one a layer: what is tested is linked with its layer and those below ----

LAYERS := base engine ground service town door
OF_engine := build/gen/statements.c build/gen/texts.c build/gen/embedded.c
OF_service := build/gen/hanzi.c
objects = $(patsubst %.c,$(1)/%.o,$(2))
of = $(filter src/$(1)/%,$(CODE)) $(OF_$(1)) $(call PAGES,$(filter src/$(1)/%,$(HTML)))
upto_base := base
upto_engine := $(upto_base) engine
upto_ground := $(upto_engine) ground
upto_service := $(upto_ground) service
upto_town := $(upto_service) town
upto_door := $(LAYERS)

build/%.a: $$(call objects,$$(@D),$$(call of,$$(*F))) $(FOLDERS)
	mkdir -p $(@D) && rm -f $@
	ar rcsD $@ $(filter %.o,$^)

archives = -Wl,--start-group $(filter %.a,$^) -Wl,--end-group
TOP := $(sort $(filter $(CODE),$(wildcard src/*.c)))

haoban: $(call objects,build/release,$(TOP)) $(LAYERS:%=build/release/%.a)
	echo "link $@"
	$(CC) $(CFLAGS_release) $(LDFLAGS) -o $@ $(filter %.o,$^) $(archives) $(LIBS)

build/sanitized/haoban: $(call objects,build/sanitized,$(TOP)) \
    $(LAYERS:%=build/sanitized/%.a)
	echo "link $@"
	$(CC) $(LDFLAGS) $(LDFLAGS_sanitized) -o $@ $(filter %.o,$^) $(archives) $(LIBS)

# ---- generators; build/sanitized/tools is what their tests run ----

tool = $(call objects,$(1),$(filter-out %_test.c,$(wildcard tools/$(2).c tools/$(2)_*.c)))
BUILT_TOOLS := $(addprefix build/tools/,$(TOOLS))
TESTED_TOOLS := $(addprefix build/sanitized/tools/,$(TOOLS))
TOOL_LIBS := $(shell pkg-config --libs sqlite3 openssl zlib icu-i18n 2>/dev/null)

$(BUILT_TOOLS): build/tools/%: $$(call tool,build/release,%) build/release/base.a
	mkdir -p $(@D)
	echo "link $@"
	$(CC) $(CFLAGS_release) $(LDFLAGS) -o $@ $^ $(TOOL_LIBS)

$(TESTED_TOOLS): build/sanitized/tools/%: \
    $$(call tool,build/sanitized,%) build/sanitized/base.a
	mkdir -p $(@D)
	echo "link $@"
	$(CC) $(LDFLAGS) $(LDFLAGS_sanitized) -o $@ $^ $(TOOL_LIBS)

# ---- unit tests: X_test.c is one program ----

layer = $(or $(filter $(LAYERS),$(word 2,$(subst /, ,$(1)))),door)
build/sanitized/%_test: build/sanitized/%_test.o \
    $$(addprefix build/sanitized/,$$(addsuffix .a,$$(upto_$$(call layer,$$*))))
	echo "link $@"
	$(CC) $(LDFLAGS) $(LDFLAGS_sanitized) -o $@ $< $(archives) -lcmocka $(LIBS)

UNIT := $(patsubst %.c,build/sanitized/%,$(TESTS))
SECOND_OPINION := $(call objects,build/clang,$(SOURCES) $(wildcard tools/*.c))

# ---- running and testing; test/run says how each part is run ----

NODE_MODULES := test/node_modules/.package-lock.json

run:
	tools/install.sh build
	$(MAKE) --no-print-directory all
	exec ./haoban demo

check:
	tools/install.sh build test
	$(MAKE) --no-print-directory variants
	test/run

variants: haoban build/tools/tidy build/sanitized/haoban $(UNIT) $(TESTED_TOOLS) \
    $(SECOND_OPINION) $(NODE_MODULES)

tidy: build/tools/tidy
	build/tools/tidy

tools: $(TESTED_TOOLS)
	test/run tools

unit: $(UNIT)
	test/run unit

scenario browser crash: haoban build/sanitized/haoban $(NODE_MODULES)
	test/run $@

format-check:
	test/run format

format:
	clang-format -i $(shell find src tools test -name '*.[ch]' -not -path '*/node_modules/*')

$(NODE_MODULES): test/package.json test/package-lock.json
	cd test && npm ci --ignore-scripts --no-audit --no-fund
	touch $@

# ---- speed, and input that nobody thought of ----

build/release/test/load/bare: build/release/test/load/bare.o
	echo "link $@"
	$(CC) $(CFLAGS_release) $(LDFLAGS) -o $@ $< -lsqlite3

bench:
	tools/install.sh build bench
	$(MAKE) --no-print-directory haoban build/release/test/load/bare
	exec node test/load/bench.mjs

# How often the guide finds what is meant, and how fast.
build/release/test/guide/speed: build/release/test/guide/speed.o \
    $(upto_service:%=build/release/%.a)
	echo "link $@"
	$(CC) $(CFLAGS_release) $(LDFLAGS) -o $@ $< $(archives) $(LIBS)

guide-bench: haoban build/release/test/guide/speed
	exec node test/guide/bench.mjs

# test/fuzz/NAME_fuzz.c feeds one parser.
FUZZ_SECONDS := 60
FUZZERS := $(patsubst %.c,build/fuzz/%,$(call find,test/fuzz,*_fuzz.c))

build/fuzz/%.o: %.c Makefile | $$(needs)
	mkdir -p $(@D)
	echo "clang $@"
	$(CLANG) $(CPPFLAGS) $(CFLAGS) $(CFLAGS_clang) $(CFLAGS_fuzz) -MMD -MP -c -o $@ $<

build/fuzz/%_fuzz: build/fuzz/%_fuzz.o $(LAYERS:%=build/fuzz/%.a)
	echo "link $@"
	$(CLANG) -fsanitize=fuzzer,address,undefined -o $@ $< $(archives) $(LIBS)

fuzz:
	tools/install.sh build fuzz
	$(MAKE) --no-print-directory $(FUZZERS)
	for fuzzer in $(FUZZERS); do \
	    mkdir -p $$fuzzer.corpus; \
	    $$fuzzer -max_total_time=$(FUZZ_SECONDS) -max_len=8192 -timeout=5 \
	        -artifact_prefix=$$fuzzer- $$fuzzer.corpus \
	        $$(ls -d test/fuzz/seeds/$$(basename $$fuzzer _fuzz) 2>/dev/null) || exit 1; \
	done

clean:
	rm -rf build haoban test/node_modules
