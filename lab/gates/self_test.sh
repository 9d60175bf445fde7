# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Do the gates find anything? Sourced by gates.sh.
#
# In a copy of the tree, files are planted that each break one rule; then the
# gate is run, and must have a line about each of them.
#
# shellcheck disable=SC2154 # what is set in gates.sh

gpl='// SPDX-License-Identifier: GPL-2.0'
core='// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause'

# plant RULE FILE FOUND [LINE]...: FOUND is a regular expression for what the
# gate must say.
plant() {
	mkdir -p "$(dirname "$2")"
	printf '%s\n' "${@:4}" >"$2"
	planted+=("$1" "$2" "$3")
}

# caught GATE: by that gate, and one result for each that was planted.
caught() {
	local i rule log said
	said=$(lab/gates.sh "$1") || true
	log=$kept/$1.log
	for ((i = 0; i < ${#planted[@]}; i += 3)); do
		rule="gate: $1 catches ${planted[i]}"
		rm -f "${planted[i + 1]}"
		if [[ $said == skip* ]]; then
			echo "skip - $rule (${said#*(}"
		elif [[ $said == "not ok"* ]] &&
			grep -qE "${planted[i + 2]}" "$log"; then
			echo "ok - $rule"
		else
			echo "not ok - $rule (nothing like '${planted[i + 2]}' in: $said)"
			self_test_failed=1
		fi
	done
	planted=()
}

self_test() {
	local copy planted=() self_test_failed=0
	copy=$(mktemp -d)
	# shellcheck disable=SC2064 # now
	trap "rm -rf '$copy' '$kept/files.$$'" EXIT
	mkdir -p "$kept"
	files . | cpio --quiet -pdm "$copy"
	mkdir -p "$copy/$kept"
	cd "$copy" || return
	self_test_dependencies
	self_test_text
	self_test_compilers
	self_test_kernel
	return $self_test_failed
}

self_test_dependencies() {
	plant 'a system header in the ABI' include/uapi/planted.h \
		planted.h '#include <stdio.h>'
	plant 'the ABI in the library header' include/planted.h \
		planted.h '#include "uapi/crashrec_format.h"'
	plant 'a kernel header in the core' module/core/planted1.c \
		planted1.c '#include <linux/kernel.h>'
	plant 'the module in the core' module/core/planted2.c \
		planted2.c '#include "../ring.h"'
	plant 'the module in the core by its short name' \
		module/core/planted3.c planted3.c '#include "ring.h"'
	plant 'the core that asks where it is' module/core/planted4.c \
		planted4.c '#ifdef __KERNEL__'
	plant 'userspace in the module' module/planted.c \
		planted.c '#include "../userspace/lib/record.h"'
	plant 'userspace in KUnit' kunit/planted.c \
		planted.c '#include "../userspace/lib/record.h"'
	plant 'the core in the program' userspace/cli/planted1.c \
		planted1.c '#include "../../module/core/record.h"'
	plant 'the ABI in the program' userspace/cli/planted2.c \
		planted2.c '#include <uapi/crashrec_format.h>'
	plant 'a private header of the library in the program' \
		userspace/cli/planted3.c planted3.c '#include "../lib/record.h"'
	plant 'the module in the library' userspace/lib/planted.c \
		planted.c '#include "../../module/ring.h"'
	plant 'a private header in a test' userspace/tests/planted.c \
		planted.c '#include "../lib/record.h"'
	plant 'siblings that know each other' module/core/kind_planted.c \
		'kind_planted.c:1:.*siblings' '#include "kind_rcu.h"'
	caught includes

	plant 'a question for the version' module/planted1.c \
		planted1.c '#if LINUX_VERSION_CODE'
	plant 'a module parameter' module/planted2.c \
		planted2.c 'module_param(planted, int, 0);'
	plant 'a message from where lines come in' module/source_planted.c \
		source_planted.c 'static void probe(void)' '{' \
		$'\tpr_err("planted\\n");' '}'
	plant 'a message from the core' module/core/planted.c \
		core/planted.c 'static void f(void)' '{' $'\tWARN_ON(1);' '}'
	caught places

	plant 'an allocation in the core' module/core/planted1.c \
		'planted1.c: calls malloc' 'void *malloc(unsigned long n);' \
		'void *cr_planted(void)' '{' $'\treturn malloc(1);' '}'
	plant 'a name without prefix' module/core/planted2.c \
		'^planted:' 'int planted;'
	caught core-symbols
}

# lines_of N TEXT: that often.
lines_of() {
	yes "$2" | head -n "$1" || true
}

self_test_text() {
	plant 'a file without licence' module/planted1.c \
		planted1.c 'int planted;'
	plant 'the wrong licence for its folder' module/core/planted2.c \
		planted2.c "$gpl"
	plant 'the wrong licence for the rest' lab/planted3.sh \
		planted3.sh '#!/bin/bash' "#${core#//}"
	caught spdx

	plant 'a note to oneself' module/planted1.c planted1.c '/* TO''DO */'
	plant 'a path of one machine' lab/planted2.sh \
		planted2.sh 'cd /ro''ot/kernels'
	caught words

	plant 'a long function' module/planted1.c 'planted1.c:.*61 lines' \
		'static void f(void)' '{' "$(lines_of 61 $'\tg();')" '}'
	plant 'many parameters' module/planted2.c \
		'planted2.c:.*6 parameters' \
		'static int f(int a, int b, int c, int (*d)(int, int), int e,' \
		$'\t     int f)' '{' $'\treturn a;' '}'
	plant 'deep nesting' module/planted3.c 'planted3.c:.*4 levels' \
		'static void f(int a)' '{' $'\tfor (;;)' $'\t\twhile (a) {' \
		$'\t\t\tif (b) {' $'\t\t\t} else if (c) {' \
		$'\t\t\t\tdo' $'\t\t\t\t\tg();' $'\t\t\t\twhile (d);' \
		$'\t\t\t}' $'\t\t}' '}'
	plant 'a long file' module/planted4.c 'planted4.c:.*601 lines' \
		"$(lines_of 601 '/**/')"
	caught lengths

	plant 'a function without comment' module/planted1.c \
		'planted1.c:.*no kernel-doc' 'void f1(void)' '{' '}'
	plant 'a result that nothing tells of' userspace/lib/planted2.c \
		'planted2.c:.*returns' '/**' ' * f2() - is planted' ' */' \
		'int f2(void)' '{' '}'
	plant 'a function of unknown context' module/planted3.c \
		'planted3.c:.*context' '/**' ' * f3() - is planted' ' */' \
		'void f3(void)' '{' '}'
	caught documented

	# shellcheck disable=SC2016 # in the file that is planted
	plant 'a word that splits' lab/planted.sh planted.sh \
		'#!/bin/bash' 'rm $1'
	caught shellcheck
}

self_test_compilers() {
	plant 'a header that needs another one' include/planted1.h \
		planted1.h 'struct planted1 { uint32_t a; };'
	plant 'a header that is no C++' include/planted2.h \
		planted2.h 'struct planted2 { int class; };'
	plant 'a header that is no C' include/planted3.h \
		planted3.h 'struct planted3 { int a; int b() { return a; } };'
	caught headers

	plant 'an index out of bounds' userspace/lib/planted1.c \
		planted1.c 'int f(void)' '{' $'\tint a[2] = { 0 };' '' \
		$'\treturn a[2];' '}'
	plant 'a leak' userspace/cli/planted2.c \
		planted2.c '#include <stdlib.h>' 'void f(void)' '{' \
		$'\tvoid *a = malloc(1);' '' $'\tif (a)' $'\t\treturn;' '}'
	caught cppcheck

	plant 'a comparison with itself' module/core/planted1.c \
		planted1.c 'int f(int a)' '{' $'\treturn a == a;' '}'
	plant 'a NULL that is followed' userspace/lib/planted2.c \
		planted2.c 'int f(int *a)' '{' $'\tif (!a)' $'\t\treturn *a;' \
		$'\treturn 0;' '}'
	caught clang-tidy
}

# The smallest module there is, to build it fast.
small=("$gpl" '#include <linux/module.h>' '#include <linux/types.h>'
	'MODULE_DESCRIPTION("planted");' 'MODULE_LICENSE("GPL");')

self_test_kernel() {
	plant 'spaces for tabs' module/planted1.c planted1.c \
		"$gpl" 'static int f(void)' '{' '        return 0;' '}'
	plant 'a brace in the wrong place, in userspace' userspace/lib/planted2.c \
		planted2.c "$core" 'static int f(void) {' $'\treturn(0);' '}'
	caught checkpatch

	plant 'a parameter that a comment forgets' module/planted1.c \
		planted1.c '/**' ' * f1() - is planted' ' * Return: 0' ' */' \
		'int f1(int forgotten)' '{' '}'
	plant 'a parameter that is none' module/planted2.c \
		planted2.c '/**' ' * f2() - is planted' ' * @gone: once' \
		' * Return: 0' ' */' 'int f2(void)' '{' '}'
	caught kernel-doc

	echo 'obj-m += planted.o' >Kbuild
	echo 'planted-y := module/planted1.o' >>Kbuild
	plant 'a byte order that is forgotten' module/planted1.c \
		'planted1.c:.*different base types' "${small[@]}" \
		'u32 planted(__le32 a);' 'u32 planted(__le32 a)' '{' \
		$'\treturn a;' '}'
	caught sparse
	self_test_build
}

# A warning that only W=1 gives ends the build.
self_test_build() {
	local tree rule='build: catches a warning of W=1'
	if ! tree=$(kernel_tree 6.1); then
		echo "skip - $rule (there is no kernel: lab/kernels.sh get 6.1 fetches it)"
		return
	fi
	printf '%s\n' "${small[@]}" 'void planted(void)' '{' '}' \
		>module/planted1.c
	if lab/build-module.sh "$tree/build" "$PWD/build/w1" >w1.log 2>&1; then
		echo "not ok - $rule (it was built)"
		self_test_failed=1
	elif ! grep -q 'planted1.c:.*no previous prototype' w1.log; then
		echo "not ok - $rule ($(grep -m 1 -i error w1.log))"
		self_test_failed=1
	else
		echo "ok - $rule"
	fi
	rm -f module/planted1.c
}
