# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Gates: what compilers and their like say. Sourced by gates.sh.
#
# shellcheck disable=SC2154 # what is set in gates.sh

# A header in include/ compiles when it is the first and only one, as C and as
# C++ of any age.
gate_headers() {
	needs gcc g++ || return 0
	mapfile -t list < <(files '^include/.*\.h$')
	once headers "$(gcc --version; g++ --version)" "${list[@]}"
}

headers_all() {
	local header standard
	local strict=(-Wall -Wextra -Wpedantic -Werror -fsyntax-only -Iinclude)
	for header in "$@"; do
		for standard in gnu11 gnu17; do
			echo "#include \"$header\"" | gcc -x c "-std=$standard" \
				"${strict[@]}" -I. - || true
		done
		for standard in c++11 c++14 c++17 c++20; do
			echo "#include \"$header\"" | g++ -x c++ "-std=$standard" \
				"${strict[@]}" -I. - || true
		done
	done
}

analysed() { files '^(userspace/(lib|cli)|module/core)/.*\.c$'; }

# The checks, and why others are not among them, are in .clang-tidy.
gate_clang_tidy() {
	needs clang-tidy || return 0
	analysed | each_file clang-tidy "$(clang-tidy --version; cat .clang-tidy)" |
		sort -u		# a header is seen many times
}

clang_tidy_one() {
	local said status=0
	said=$(clang-tidy --quiet "$1" -- "${c_flags[@]}" 2>/dev/null) ||
		status=$?
	grep -E '^[^ ]*:[0-9]+:[0-9]+: (warning|error): ' <<<"$said" |
		sed "s|^$top/||"
	return $status
}

gate_cppcheck() {
	needs cppcheck || return 0
	analysed | each_file cppcheck "$(cppcheck --version)"
}

# Not looked at: whether all variants of the preprocessor's conditions make
# sense (the kernel's are the kernel's), and headers that cppcheck need not
# see (missingInclude is off by default).
cppcheck_one() {
	cppcheck --quiet --std=c11 --inline-suppr \
		--enable=warning,performance,portability \
		--error-exitcode=1 --template=gcc \
		-U__KERNEL__ -D_GNU_SOURCE -D__x86_64__ -D__GNUC__=12 \
		'-DCRASHREC_VERSION="0"' -Iinclude -Imodule "$1"
}

# kernel_tree NAME: the folder of a kernel of the lab if it is there already;
# gates never fetch one.
kernel_tree() {
	"$lab/kernels.sh" have "$1"
}

# kernel_script NAME: a script of the newest kernel source that is there.
kernel_script() {
	local dir
	for dir in "$(kernel_tree debug)/source" "$(kernel_tree 6.12)/build"; do
		if [ -e "$dir/scripts/$1" ]; then
			echo "$dir/scripts/$1"
			return
		fi
	done
	cannot "scripts/$1 is in no kernel that is here: lab/kernels.sh get debug fetches it"
	return 1
}

# Types of complaint that are left out, everywhere or in some files.
checkpatch_ignored() {
	local types=(
		# A tree of our own: no MAINTAINERS file, no ChangeLog.
		FILE_PATH_CHANGES
		# It is what the comment above it says; a mutex of ours
		# stands beside what it guards.
		UNCOMMENTED_DEFINITION
	)
	case $1 in
	module/compat.h)	# This is its purpose.
		types+=(LINUX_VERSION_CODE CONSTANT_COMPARISON) ;;
	module/exact.c)		# To see a line in pieces is its purpose.
		types+=(LOGGING_CONTINUATION) ;;
	module/store_ram.c)	# There is a cure to tell.
		types+=(OOM_MESSAGE) ;;
	lab/trigger/*)		# Crashing is its purpose.
		types+=(AVOID_BUG) ;;
	module/core/env.h)	# Gives userspace the kernel's names.
		types+=(PREFER_KERNEL_TYPES) ;;
	module/core/demangle.c)	# A list of words, packed into one string.
		types+=(STRING_FRAGMENTS) ;;
	module/core/grammar.c | module/core/line_shape.c)
		# Their macros are rows of tables.
		types+=(BRACKET_SPACE MACRO_ARG_REUSE) ;;
	userspace/bench/text*)	# Lines as long as the kernel prints them.
		types+=(LONG_LINE LONG_LINE_STRING COMPLEX_MACRO CONST_STRUCT
			PREFER_KERNEL_TYPES ARRAY_SIZE
			QUOTED_WHITESPACE_BEFORE_NEWLINE) ;;
	include/crashrec*.h | userspace/*)
		# uint32_t is the spelling there; the kernel's macros and
		# functions are not to be had; PRIu64 and json-c have capitals.
		types+=(PREFER_KERNEL_TYPES PREFER_DEFINED_ATTRIBUTE_MACRO
			ARRAY_SIZE BIT_MACRO CAMELCASE STRCPY STRNCPY
			CONST_STRUCT CONSIDER_KSTRTO USLEEP_RANGE) ;;
	esac
	case $1 in
	module/core/* | include/*)	# No BIT() outside of the kernel.
		types+=(BIT_MACRO) ;;
	userspace/tests/core_demangle_test.c)	# Names as compilers write them.
		types+=(LONG_LINE LONG_LINE_STRING) ;;
	userspace/tests/*)	# Lines as the kernel ends them.
		types+=(QUOTED_WHITESPACE_BEFORE_NEWLINE) ;;
	esac
	(IFS=,; echo "${types[*]}")
}

gate_checkpatch() {
	needs perl || return 0
	checkpatch=$(kernel_script checkpatch.pl) || return 0
	export checkpatch
	files '^(module|include|kunit|userspace|lab/trigger)/.*\.[ch]$' |
		each_file checkpatch "$(sha256sum "$checkpatch")"
}

# It leaves a file where it is started. _Static_assert is none of our names.
checkpatch_one() {
	local said status=0
	mkdir -p "$kept/checkpatch"
	cd "$kept/checkpatch" || return
	said=$(perl "$checkpatch" --no-tree --strict --terse --show-types \
		--ignore "$(checkpatch_ignored "$1")" -f "$top/$1" 2>/dev/null) ||
		status=$?
	# 1 and a sum: it came to its end, and found something.
	if [ $status != 0 ] &&
		{ [ $status != 1 ] || ! grep -q '^total: ' <<<"$said"; }; then
		echo "checkpatch did not come to its end: $(head -n 1 <<<"$said")"
		return
	fi
	grep -vE '^total: |CamelCase: <_Static_assert>$|^$' <<<"$said" |
		sed "s|^$top/||" || true
}

gate_kernel_doc() {
	local script
	needs perl || return 0
	script=$(kernel_script kernel-doc) || return 0
	mapfile -t list < <(files '^(module|include|userspace/(lib|cli))/.*\.[ch]$')
	perl "$script" -none -Wreturn "${list[@]}" 2>&1 |
		sed "s|^$top/||" || true
}

# On the 6.12 tree, or what else is there: the code is written like the newest.
gate_sparse() {
	local tree name
	needs sparse make || return 0
	for name in 6.12 6.1; do
		tree=$(kernel_tree "$name") && break
	done
	[ -n "$tree" ] || {
		cannot "there is no kernel to check against: lab/kernels.sh get 6.12 fetches one"
		return
	}
	mapfile -t list < <(files '^(Kbuild$|(module|include|kunit)/.*\.[ch]$)')
	once sparse "$tree $(sparse --version)" lab/build-module.sh "${list[@]}"
}

# Endianness and context balance. Findings in the kernel's headers are not
# ours; those in our files are printed with their place in the farm of links.
sparse_all() {
	local log=$kept/sparse/output
	mkdir -p "$kept/sparse"
	if ! CRASHREC_SPARSE=1 "$lab/build-module.sh" "$tree/build" \
		"$top/build/sparse" >"$log" 2>&1; then
		tail -n 20 "$log"
	fi
	sed "s|^$top/build/sparse/||" "$log" |
		grep -E '^(module|include|kunit)/[^:]*:[0-9:]* (warning|error)' ||
		true
}
