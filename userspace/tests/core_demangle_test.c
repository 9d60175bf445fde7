// SPDX-License-Identifier: GPL-2.0
/* Mangled names, and what c++filt makes of them; "": they stay as they are. */
#include <stdio.h>
#include <stdlib.h>

#include "../../module/core/demangle.h"

#define OUT_BYTES	512

struct demangle_case {
	const char *name;
	const char *mangled;
	const char *wanted;
};

static const struct demangle_case cases[] = {
	{ "v0: function",
	  "_RNvNtCs9jEwPDbx20M_4core9panicking9panic_fmt",
	  "core::panicking::panic_fmt" },
	{ "v0: crate alone",
	  "_RNvCscSpY9Juk0HT_7___rustc17rust_begin_unwind",
	  "__rustc::rust_begin_unwind" },
	{ "v0: method of a trait",
	  "_RNvXs1_CscPPBqWtAqum_11ashmem_rustNtB5_6AshmemNtNtCs43vyB533jt3_6kernel10miscdevice10MiscDevice4mmap",
	  "<ashmem_rust::Ashmem as kernel::miscdevice::MiscDevice>::mmap" },
	{ "v0: method of a trait, no disambiguator",
	  "_RNvXCsktjF9JQNZ8U_5rnullNtB2_13NullBlkModuleNtCs43vyB533jt3_6kernel13InPlaceModule4init",
	  "<rnull::NullBlkModule as kernel::InPlaceModule>::init" },
	{ "v0: inherent method",
	  "_RNvMs_NtNtCs1_4core3fmt2rtNtB4_8Argument3new",
	  "<core::fmt::rt::Argument>::new" },
	{ "v0: default method", "_RNvYhNtC1a2Tr4call", "<u8 as a::Tr>::call" },
	{ "v0: closure", "_RNCNvC1a4main0B3_", "a::main::{closure#0}" },
	{ "v0: second closure", "_RNCNvC1a4mains_0", "a::main::{closure#1}" },
	{ "v0: shim", "_RNSNvC1a4main6vtable", "a::main::{shim:vtable#0}" },
	{ "v0: closure in a static",
	  "_RNvNCNKNvC1a5DUMMY0s_01x",
	  "a::DUMMY::{K#0}::{closure#1}::x" },
	{ "v0: generic function",
	  "_RINvNtC3std3mem8align_ofNtNtC3std3mem12DiscriminantEC1a",
	  "std::mem::align_of::<std::mem::Discriminant>" },
	{ "v0: generic type", "_RNvMC1aINtC1a3VechE3len", "<a::Vec<u8>>::len" },
	{ "v0: lifetime argument",
	  "_RNvMC1aINtC1a3IntL_hE3len",
	  "<a::Int<'_, u8>>::len" },
	{ "v0: basic types",
	  "_RINvC1a1fabcdefhijlmnopstuvxyzE",
	  "a::f::<i8, bool, char, f64, str, f32, u8, isize, usize, i32, u32, i128, u128, _, i16, u16, (), ..., i64, u64, !>" },
	{ "v0: references and pointers",
	  "_RINvC1a1fReQhPlOmE",
	  "a::f::<&str, &mut u8, *const i32, *mut u32>" },
	{ "v0: array, slice",
	  "_RINvC1a1fAhj4_SSlE",
	  "a::f::<[u8; 4], [[i32]]>" },
	{ "v0: tuples",
	  "_RINvC1a1fTETlETlmEE",
	  "a::f::<(), (i32,), (i32, u32)>" },
	{ "v0: fn types",
	  "_RINvC1a1fFEuFhEmFKCPeEuFUKClmEbE",
	  "a::f::<fn(), fn(u8) -> u32, extern \"C\" fn(*const str), unsafe extern \"C\" fn(i32, u32) -> bool>" },
	{ "v0: constants",
	  "_RINvC1a1fKj0_Kinff_Kb1_Kb0_KpKyffffffffffffffff_E",
	  "a::f::<0, -255, true, false, _, 18446744073709551615>" },
	{ "v0: reference to a constant",
	  "_RINvC1a1fKj7_KB8_E",
	  "a::f::<7, 7>" },
	{ "v0: dyn",
	  "_RINvC1a1fDNtC1b1TEL_DNtC1b1TNtC1b1UEL_E",
	  "a::f::<dyn b::T, dyn b::T + b::U>" },
	{ "v0: dyn with types",
	  "_RINvC1a1fDINtC1b1FThEEp6OutputbEL_DNtC1b1Ip4Itemlp1XmEL_E",
	  "a::f::<dyn b::F<(u8,), Output = bool>, dyn b::I<Item = i32, X = u32>>" },
	{ "v0: suffix", "_RNvC1a4main.llvm.1234", "a::main" },
	{ "v0: underscore before a digit", "_RNvC1a2_1_", "a::1_" },
	{ "v0: name that begins with a digit", "_RNvC1a2_12", "a::12" },
	{ "legacy",
	  "_ZN4core9panicking5panic17h0123456789abcdefE",
	  "core::panicking::panic" },
	{ "legacy: escapes",
	  "_ZN71_$LT$Test$u20$$u2b$$u20$$u27$static$u20$as$u20$foo..Bar$LT$Test$GT$$GT$3bar17h930b740aa94f1d3aE",
	  "<Test + 'static as foo::Bar<Test>>::bar" },
	{ "legacy: all marks",
	  "_ZN62_$LT$$RF$$BP$$C$$SP$$LP$$RP$$u5b$$u5d$$u7b$$u7d$$u3b$$GT$a.b.c1f17h0123456789abcdefE",
	  "<&*,@()[]{};>a.b.c::f" },
	{ "legacy: closure",
	  "_ZN4main4main28_$u7b$$u7b$closure$u7d$$u7d$17h4a1b6aa2a0e2c1c9E",
	  "main::main::{{closure}}" },
	{ "legacy: suffix",
	  "_ZN4core5panic17h0123456789abcdefE.llvm.77",
	  "core::panic" },
	{ "C++: function", "_Z8fakeNameiii", "fakeName" },
	{ "C++: nested", "_ZN3foo3barEv", "foo::bar" },
	{ "C++: const member", "_ZNK3foo3barEPKc", "foo::bar" },
	{ "C++: std", "_ZSt9terminatev", "std::terminate" },
	{ "C++: in std", "_ZNSt3foo3barEi", "std::foo::bar" },
	{ "C++: static function", "_ZL6helperi", "helper" },
	{ "C++: variable", "_ZN3fooE", "foo" },
	{ "C++: a hash that is a name",
	  "_ZN3foo17h0123456789abcdefEv",
	  "foo::h0123456789abcdef" },
	{ "C++: suffix", "_Z3fooi.cold", "foo" },
	{ "plain name", "do_syscall_64", "" },
	{ "empty", "", "" },
	{ "prefix alone", "_R", "" },
	{ "the other prefix alone", "_Z", "" },
	{ "looks like v0", "_Reset", "" },
	{ "v0: cut short", "_RNvNtCs9jEwPDbx20M_4core9panicking9panic_fm", "" },
	{ "v0: something behind it", "_RNvC1a4main_", "" },
	{ "v0: Punycode", "_RNvC1au8gdel_5qa", "" },
	{ "v0: named lifetime", "_RINvC1a1fFG_RL0_hEuE", "" },
	{ "v0: reference to itself", "_RB_", "" },
	{ "v0: circle", "_RINvC1a1fRRB8_E", "" },
	{ "v0: reference ahead", "_RNvBz_1a", "" },
	{ "v0: text that doubles",
	  "_RINvC1a1fTuuETB7_B7_ETBb_Bb_ETBj_Bj_ETBr_Br_ETBz_Bz_ETBH_BH_ETBP_BP_EE",
	  "" },
	{ "v0: no length", "_RNvC1ax", "" },
	{ "v0: length too big", "_RNvC1a99999999999x", "" },
	{ "v0: disambiguator too big", "_RNvCszzzzzzzzzzzzzzzzzz_1a1b", "" },
	{ "v0: constant of a character", "_RINvC1a1fKc41_E", "" },
	{ "v0: an escape", "_RNvC1a3a$b", "" },
	{ "v0: type for a path", "_RRh", "" },
	{ "legacy: unknown escape", "_ZN6$foo$a17h0123456789abcdefE", "" },
	{ "legacy: not printable", "_ZN5$u07$17h0123456789abcdefE", "" },
	{ "legacy: hash alone", "_ZN17h0123456789abcdefE", "" },
	{ "C++: template", "_Z3fooIiEvT_", "" },
	{ "C++: template, nested", "_ZN3fooIiE3barEv", "" },
	{ "C++: constructor", "_ZN3fooC1Ev", "" },
	{ "C++: operator", "_ZStlsv", "" },
	{ "C++: escape", "_Z5a$LT$v", "" },
	{ "C++: nameless namespace", "_ZN12_GLOBAL__N_13fooEv", "" },
	{ "C++: local", "_ZZ4mainE3foo", "" },
	{ "C++: no end", "_ZN3foo3bar", "" },
	{ "C++: ABI tag", "_Z3fooB5cxx11v", "" },
};

static u32 failed;

static void result(bool ok, const char *name)
{
	if (!ok)
		failed++;
	printf("%sok - core_demangle: %s\n", ok ? "" : "not ", name);
}

/* Both in memory of their own: a step beyond their ends is found. */
static u32 demangle(const char *mangled, u32 bytes, char *out, u32 out_bytes)
{
	char *name = malloc(bytes ? bytes : 1);
	char *room = malloc(out_bytes ? out_bytes : 1);
	u32 n;

	memcpy(name, mangled, bytes);
	n = cr_demangle((struct cr_text){ name, bytes }, room, out_bytes);
	if (n <= out_bytes)
		memcpy(out, room, n);
	free(room);
	free(name);
	return n;
}

static void run_case(const struct demangle_case *c)
{
	u32 wanted_bytes = (u32)strlen(c->wanted);
	char out[OUT_BYTES];
	bool ok;
	u32 n;

	n = demangle(c->mangled, (u32)strlen(c->mangled), out, OUT_BYTES);
	ok = n == wanted_bytes && !memcmp(out, c->wanted, n);
	result(ok, c->name);
	if (!ok)
		printf("# got %.*s\n", (int)n, out);
}

static void text_fits_or_is_not_given(void)
{
	char out[OUT_BYTES];
	bool ok = true;
	u32 i;

	for (i = 0; i < CR_COUNT(cases); i++) {
		const char *mangled = cases[i].mangled;
		u32 wanted = (u32)strlen(cases[i].wanted);
		u32 bytes = (u32)strlen(mangled);

		if (!wanted)
			continue;
		ok = ok && demangle(mangled, bytes, out, wanted) == wanted &&
		     !demangle(mangled, bytes, out, wanted - 1) &&
		     !demangle(mangled, bytes, out, 0);
	}
	result(ok, "text fits or is not given");
}

static bool is_printable(const char *text, u32 bytes)
{
	while (bytes--) {
		if (text[bytes] < ' ' || text[bytes] > '~')
			return false;
	}
	return true;
}

static void hostile_names_are_bounded(void)
{
	char out[OUT_BYTES];
	char name[256];
	u32 seed = 3;
	bool ok = true;
	u32 round;
	u32 n;

	for (round = 0; round < 100000; round++) {
		const char *mangled = cases[round % CR_COUNT(cases)].mangled;
		u32 bytes = (u32)strlen(mangled);
		u32 edits = 1 + round % 3;

		memcpy(name, mangled, bytes);
		while (bytes && edits--) {
			seed = seed * 1103515245 + 12345;
			name[(seed >> 8) % bytes] = seed & 0x80 ?
				name[(seed >> 16) % bytes] : (char)(seed >> 20);
		}
		if (seed & 0x40 && bytes)
			bytes = (seed >> 12) % bytes;
		n = demangle(name, bytes, out, OUT_BYTES);
		ok = ok && n <= OUT_BYTES && is_printable(out, n);
	}
	result(ok, "hostile names are bounded");
}

/* @head, then as often as there is room @part. */
static u32 repeat(const char *head, const char *part)
{
	char out[OUT_BYTES];
	char name[1000];
	u32 bytes = (u32)strlen(head);
	u32 part_bytes = (u32)strlen(part);

	memcpy(name, head, bytes);
	for (; bytes + part_bytes <= sizeof(name); bytes += part_bytes)
		memcpy(name + bytes, part, part_bytes);
	return demangle(name, bytes, out, OUT_BYTES);
}

static void nesting_is_bounded(void)
{
	result(!repeat("_R", "Nv") && !repeat("_R", "Y") &&
	       !repeat("_RINvC1a1f", "R") && !repeat("_RINvC1a1f", "T") &&
	       !repeat("_RINvC1a1f", "FEF") && !repeat("_RINvC1a1f", "IC1a") &&
	       !repeat("_R", "MC1a"), "nesting is bounded");
}

int main(void)
{
	u32 i;

	printf("1..%u\n", (u32)CR_COUNT(cases) + 3);
	for (i = 0; i < CR_COUNT(cases); i++)
		run_case(&cases[i]);
	text_fits_or_is_not_given();
	hostile_names_are_bounded();
	nesting_is_bounded();
	return failed ? 1 : 0;
}
