// SPDX-License-Identifier: GPL-2.0
/*
 * What pstore kept: folders of its files, as the kernel and systemd leave them,
 * and images of ramoops' memory.
 */
#include <crashrec_source.h>
#include <endian.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support_tap.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define FILES_MAX	8

#define CUT	"------------[ cut here ]------------\n"
#define AT_FORGED	"WARNING: CPU: 0 PID: 1 at a.c:1 forged+0x1/0x2\n"
#define IP_FORGED	"RIP: 0010:forged+0x1/0x2\n"
#define AT_ONE	"WARNING: CPU: 0 PID: 1 at a.c:1 one+0x1/0x2\n"
#define IP_ONE	"RIP: 0010:one+0x1/0x2\n"
#define AT_THREE	"WARNING: CPU: 0 PID: 1 at a.c:1 three+0x1/0x2\n"
#define IP_THREE	"RIP: 0010:three+0x1/0x2\n"
#define AT_TWO	"WARNING: CPU: 0 PID: 1 at a.c:1 two+0x1/0x2\n"
#define IP_TWO	"RIP: 0010:two+0x1/0x2\n"
#define END	"---[ end trace 0000000000000000 ]---\n"

/* As pstore has it. */
#define T1	"<4>[    1.000000] "
#define T2	"<4>[    2.000000] "
#define T3	"<4>[    3.000000] "
#define W1_ONE	"<4>[    1.000000] " CUT T1 AT_ONE T1 IP_ONE T1 END
#define W2_TWO	"<4>[    2.000000] " CUT T2 AT_TWO T2 IP_TWO T2 END
#define W3_THREE	"<4>[    3.000000] " CUT T3 AT_THREE T3 IP_THREE T3 END
/* As a console has it. */
#define C1	"[    1.000000] "
#define C2	"[    2.000000] "
#define C3	"[    3.000000] "
#define C4	"[    4.000000] "
#define C1_ONE	"[    1.000000] " CUT C1 AT_ONE C1 IP_ONE C1 END
#define C2_TWO	"[    2.000000] " CUT C2 AT_TWO C2 IP_TWO C2 END
#define C3_ONE	"[    3.000000] " CUT C3 AT_ONE C3 IP_ONE C3 END
#define C3_THREE	"[    3.000000] " CUT C3 AT_THREE C3 IP_THREE C3 END
#define C4_FORGED	"[    4.000000] " CUT C4 AT_FORGED C4 IP_FORGED C4 END

/**
 * struct given - a file
 * @name: with its folders
 * @text: of it
 * @bytes: of that, 0: it is terminated
 */
struct given {
	const char *name;
	const char *text;
	size_t bytes;
};

/**
 * struct row - a folder, and what is found
 * @name: of the test
 * @files: in it
 * @err: of opening it
 * @damaged: what is told as that
 * @found: a line for each record: title, lines, file
 */
struct row {
	const char *name;
	struct given files[FILES_MAX];
	int err;
	unsigned int damaged;
	const char *found;
};

/* "Oops#1 Part1\n" W3_THREE, deflated bare. */
static const char packed[] =
	"\363\317\057\050\126\066\124\010\110\054\052\061\344\262\061"
	"\261\213\126\000\002\143\075\003\060\210\125\320\105\002\321"
	"\012\311\245\045\012\031\251\105\251\012\261\310\342\130\264"
	"\205\073\006\371\171\372\271\133\051\070\007\204\132\051\030"
	"\050\004\170\272\130\051\030\052\044\226\050\044\352\045\133"
	"\031\052\224\144\024\245\246\152\033\124\030\352\033\124\030"
	"\141\321\037\344\031\000\324\146\140\150\140\105\110\045\330"
	"\135\251\171\051\012\045\105\211\311\251\012\006\150\000\354"
	"\122\056\000";

static const struct row rows[] = {
	{ "a_dump_is_read",
	  { { "dmesg-ramoops-0", "Oops#1 Part1\n" W1_ONE, 0 } },
	  0, 0, "1 WARNING in one, 4 lines, dmesg-ramoops-0\n" },
	{ "parts_are_joined_from_the_last_to_the_first",
	  { { "dmesg-erst-7001", "Panic#2 Part1\n" T2 IP_ONE
	      T2 END, 0 },
	    { "dmesg-erst-7002", "Panic#2 Part2\n" T2 CUT
	      T2 AT_ONE, 0 } },
	  0, 0, "1 WARNING in one, 4 lines, dmesg-erst-7002\n" },
	{ "parts_of_two_dumps_in_one_second_are_told_apart",
	  { { "dmesg-efi_pstore-170000000001001", "Oops#1 Part1\n"
	      T2 IP_ONE T2 END, 0 },
	    { "dmesg-efi_pstore-170000000002001", "Oops#1 Part2\n"
	      T2 CUT T2 AT_ONE, 0 },
	    { "dmesg-efi_pstore-170000000001002", "Panic#2 Part1\n"
	      T3 IP_TWO T3 END, 0 },
	    { "dmesg-efi_pstore-170000000002002", "Panic#2 Part2\n"
	      T3 CUT T3 AT_TWO, 0 } },
	  0, 0, "1 WARNING in one, 4 lines, dmesg-efi_pstore-170000000002001\n"
	  "2 WARNING in two, 4 lines, dmesg-efi_pstore-170000000002002\n" },
	{ "parts_on_both_sides_of_a_gap_are_not_joined",
	  { { "dmesg-erst-7001", "Panic#2 Part1\n" T2 IP_ONE
	      T2 END, 0 },
	    { "dmesg-erst-7003", "Panic#2 Part3\n" W2_TWO
	      T2 CUT T2 AT_ONE, 0 } },
	  0, 1, "1 WARNING in two, 4 lines, dmesg-erst-7003\n"
	  "2 WARNING in corrupted, 2 lines, dmesg-erst-7003\n" },
	{ "systemd_s_folders_are_read",
	  { { "1700000001/001/dmesg-efi-170000000101001", "Oops#1 Part1\n"
	      T2 IP_ONE T2 END, 0 },
	    { "1700000001/001/dmesg-efi-170000000102001", "Oops#1 Part2\n"
	      T2 CUT T2 AT_ONE, 0 },
	    { "1700000001/001/dmesg.txt", "Oops#1 Part2\n" T2 CUT
	      T2 AT_ONE "Oops#1 Part1\n" T2 IP_ONE
	      T2 END, 0 },
	    { "1700000002/dmesg.txt", "Oops#1 Part2\n" T2 CUT
	      T2 AT_TWO "Oops#1 Part1\n" T2 IP_TWO
	      T2 END, 0 } },
	  0, 0,
	  "1 WARNING in one, 4 lines, dmesg-efi-170000000102001\n"
	  "2 WARNING in two, 4 lines, dmesg.txt\n" },
	{ "a_report_that_is_there_twice_is_given_once",
	  { { "dmesg-ramoops-0", "Oops#1 Part1\n" W1_ONE, 0 },
	    { "dmesg-ramoops-1", "Oops#2 Part1\n" W1_ONE
	      W2_TWO, 0 },
	    { "console-ramoops-0", C1_ONE
	      C2_TWO C3_ONE,
	      0 } },
	  0, 0, "1 WARNING in one, 4 lines, dmesg-ramoops-0\n"
	  "2 WARNING in two, 4 lines, dmesg-ramoops-1\n"
	  "3 WARNING in one, 4 lines, console-ramoops-0\n" },
	{ "the_copy_with_the_most_lines_is_the_one",
	  { { "dmesg-ramoops-0", "Oops#1 Part1\n" T1 CUT
	      T1 AT_ONE, 0 },
	    { "dmesg-ramoops-1", "Oops#2 Part1\n" W1_ONE, 0 } },
	  0, 0, "1 WARNING in one, 4 lines, dmesg-ramoops-1\n" },
	{ "a_beginning_is_of_one_that_goes_on",
	  { { "dmesg-ramoops-0", "Oops#1 Part1\n" W1_ONE, 0 },
	    { "dmesg-ramoops-1", "Oops#2 Part1\n" T1 CUT
	      T1 AT_ONE, 0 },
	    { "dmesg-ramoops-2", "Oops#3 Part1\n" T1 CUT
	      T1 AT_ONE T1 IP_TWO T1 END, 0 } },
	  0, 0, "1 WARNING in one, 4 lines, dmesg-ramoops-0\n"
	  "2 WARNING in two, 4 lines, dmesg-ramoops-2\n" },
	{ "of_equal_copies_the_first_is_given_where_it_was",
	  { { "dmesg-ramoops-0", "Oops#1 Part1\n" W3_THREE, 0 },
	    { "dmesg-ramoops-1", "Oops#2 Part1\n" W1_ONE, 0 },
	    { "dmesg-ramoops-2", "Oops#3 Part1\n" W3_THREE W1_ONE, 0 } },
	  0, 0, "1 WARNING in three, 4 lines, dmesg-ramoops-0\n"
	  "2 WARNING in one, 4 lines, dmesg-ramoops-1\n" },
	{ "crashrec_s_own_file_is_one_record",
	  { { "dmesg-crashrec-5", "Oops#5 Part1\n" W1_ONE
	      T1 "more of it\n" W2_TWO, 0 } },
	  0, 0, "1 WARNING in one, 9 lines, dmesg-crashrec-5\n" },
	{ "what_the_kernel_did_not_inflate_is_inflated",
	  { { "dmesg-ramoops-0.enc.z", packed, sizeof(packed) - 1 },
	    { "dmesg-ramoops-1", "Oops#2 Part1\n" W1_ONE, 0 } },
	  0, 0, "1 WARNING in three, 4 lines, dmesg-ramoops-0.enc.z\n"
	  "2 WARNING in one, 4 lines, dmesg-ramoops-1\n" },
	{ "what_can_t_be_inflated_is_counted",
	  { { "dmesg-ramoops-0.enc.z", "no deflate", 0 },
	    { "dmesg-ramoops-1", "Oops#2 Part1\n" W1_ONE, 0 } },
	  0, 1, "1 WARNING in one, 4 lines, dmesg-ramoops-1\n" },
	{ "text_of_processes_is_not_read",
	  { { "pmsg-ramoops-0", W1_ONE, 0 },
	    { "ftrace-ramoops-0", W1_ONE, 0 },
	    { "dmesg-ramoops-", W1_ONE, 0 },
	    { "dmesg-ramoops-1x", W1_ONE, 0 },
	    { "dmesg-ramoops-1", "Oops#1 Part1\n" T1 "usb\n", 0 } },
	  0, 0, "" },
	{ "systemd_s_file_is_read_in_its_folder",
	  { { "dmesg.txt", "Oops#1 Part1\n" W1_ONE, 0 } },
	  0, 0, "1 WARNING in one, 4 lines, dmesg.txt\n" },
	{ "files_of_others_are_passed_over",
	  { { "dmesg.txt", W1_ONE, 0 },
	    { "dmesg-2026-11-22", W1_ONE, 0 },
	    { "host-1/dmesg-ramoops-0", "Oops#1 Part1\n" W1_ONE, 0 } },
	  -ENODATA, 0, "" },
	{ "a_folder_without_such_files_is_refused",
	  { { "notes", W1_ONE, 0 },
	    { "1/2/3/4/dmesg-ramoops-0", W1_ONE, 0 } },
	  -ENODATA, 0, "" },
};

#define TEMPLATE	"/tmp/crashrec-pstore.XXXXXX"

static char top[sizeof(TEMPLATE)];

static void in_top(char path[256], const char *name)
{
	snprintf(path, 256, "%s/%s", top, name);
}

static void write_file(const char *path, const void *data, size_t bytes)
{
	FILE *file = fopen(path, "w");

	if (!file || fwrite(data, 1, bytes, file) != bytes || fclose(file)) {
		perror(path);
		exit(99);
	}
}

static void put_file(const struct given *given)
{
	char path[256], *slash;

	in_top(path, given->name);
	for (slash = path + sizeof(top); (slash = strchr(slash, '/'));) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash++ = '/';
	}
	write_file(path, given->text,
		   given->bytes ? given->bytes : strlen(given->text));
}

static void remove_all(void)
{
	char command[300];

	snprintf(command, sizeof(command), "rm -rf '%s'", top);
	if (system(command))
		exit(99);
}

/* All records of a source, as text. */
static char *tell(struct crashrec_source *source)
{
	struct crashrec_record *record;
	struct crashrec_text title;
	char *told = NULL;
	size_t bytes, lines;
	FILE *out = open_memstream(&told, &bytes);

	if (!out)
		exit(99);
	while (!crashrec_source_next(source, &record)) {
		title = crashrec_record_title(record);
		crashrec_record_lines(record, &lines);
		fprintf(out, "%" PRIu64 " %.*s, %zu lines, %s\n",
			crashrec_record_seq(record), (int)title.bytes,
			title.data, lines, crashrec_record_log_name(record));
		crashrec_record_free(record);
	}
	fclose(out);
	return told;
}

static void check(const char *name, const char *path, int wanted_err,
		  unsigned int damaged, const char *wanted)
{
	struct crashrec_summary summary = { 0 };
	struct crashrec_source *source;
	int err = crashrec_source_open(&source, path);
	char *told = err ? strdup("") : tell(source), *again;

	again = strdup(told);
	if (!err) {
		crashrec_source_summary(source, &summary);
		crashrec_source_rewind(source);
		free(again);
		again = tell(source);
	}
	tap_check(name, err == wanted_err && !strcmp(told, wanted) &&
		  !strcmp(again, wanted) && summary.damaged == damaged &&
		  (err || summary.kind == CRASHREC_SOURCE_PSTORE),
		  "%d, %s, %" PRIu64 " damaged:\n%s", err,
		  crashrec_source_error(source), summary.damaged, told);
	crashrec_source_close(source);
	free(told);
	free(again);
}

static void check_row(const struct row *row)
{
	unsigned int i;

	mkdir(top, 0700);
	for (i = 0; i < FILES_MAX && row->files[i].name; i++)
		put_file(&row->files[i]);
	check(row->name, top, row->err, row->damaged, row->found);
	remove_all();
}

static char memory[1U << 16];

/* A zone as ramoops has it; what was written last ends at @start. */
static size_t put_zone(size_t at, const char *text, uint32_t start)
{
	uint32_t bytes = (uint32_t)strlen(text), head[3];

	head[0] = htole32(0x43474244);
	head[1] = htole32(start);
	head[2] = htole32(bytes);
	memcpy(memory + at, head, sizeof(head));
	memcpy(memory + at + sizeof(head), text + bytes - start, start);
	memcpy(memory + at + sizeof(head) + start, text, bytes - start);
	return at + 4099;
}

static void check_memory(const char *name, int err, unsigned int damaged,
			 const char *wanted)
{
	char path[256];

	mkdir(top, 0700);
	in_top(path, "ramoops");
	write_file(path, memory, sizeof(memory));
	check(name, path, err, damaged, wanted);
	remove_all();
	memset(memory, 0, sizeof(memory));
}

static uint32_t full(const char *text)
{
	return (uint32_t)strlen(text);
}

#define LATER	"====1700000002.000000-D\nOops#2 Part1\n" W2_TWO
#define EARLIER	"====1700000001.000000-D\nOops#1 Part1\n" W1_ONE
#define CONSOLE	C3_THREE
#define PMSG	C4_FORGED

static void check_zones(void)
{
	size_t at;

	at = put_zone(0, LATER, full(LATER));
	at = put_zone(at, EARLIER, full(EARLIER));
	at = put_zone(at, "", 0);
	at = put_zone(at, CONSOLE, 60);
	put_zone(at, PMSG, full(PMSG));
	check_memory("zones_are_found_dumps_by_time_and_one_console", 0, 0,
		     "1 WARNING in one, 4 lines, dmesg-ramoops at 0x1003\n"
		     "2 WARNING in two, 4 lines, dmesg-ramoops at 0x0\n"
		     "3 WARNING in three, 4 lines, console-ramoops at 0x3009\n");

	at = put_zone(0, LATER, full(LATER));
	put_zone(at, EARLIER, full(EARLIER));
	memset(memory + at + 4, 0xff, 8);
	check_memory("zone_with_a_wild_size_is_passed_over", 0, 0,
		     "1 WARNING in two, 4 lines, dmesg-ramoops at 0x0\n");

	put_zone(0, "====1700000001.000000-C\nno deflate", 34);
	put_zone(4099, LATER, full(LATER));
	check_memory("zone_that_can_t_be_inflated_is_counted", 0, 1,
		     "1 WARNING in two, 4 lines, dmesg-ramoops at 0x1003\n");

	put_zone(0, "", 0);
	check_memory("empty_zones_are_told", -ENODATA, 0, "");
}

/* Any bytes: zones all over, of any size. */
static void check_random_zones(void)
{
	uint64_t state = 1;
	unsigned int round, i;
	char path[256];
	struct crashrec_source *source;
	char *told;

	mkdir(top, 0700);
	in_top(path, "ramoops");
	for (round = 0; round < 200; round++) {
		for (i = 0; i < 200; i++) {
			state = state * 6364136223846793005ULL + 1;
			put_zone((state >> 40) % 60000, EARLIER + i % 26,
				 (uint32_t)(state >> 33) % 20);
			memory[(state >> 20) % sizeof(memory)] = (char)i;
		}
		write_file(path, memory, sizeof(memory));
		if (!crashrec_source_open(&source, path)) {
			told = tell(source);
			free(told);
		}
		crashrec_source_close(source);
	}
	remove_all();
	tap_check("any_zones_are_read_or_refused", true, "%u", round);
}

/* So many reports, a second apart. */
static void put_many(const char *name, unsigned int count)
{
	char path[256];
	unsigned int i;
	FILE *out;

	in_top(path, name);
	out = fopen(path, "w");
	for (i = 1; out && i <= count; i++)
		fprintf(out, "[%5u.000000] " CUT "[%5u.000000] " AT_ONE
			"[%5u.000000] " END, i, i, i);
	if (!out || fclose(out)) {
		perror(path);
		exit(99);
	}
}

static void check_many(void)
{
	struct crashrec_summary summary = { 0 };
	struct crashrec_source *source;
	int err;

	mkdir(top, 0700);
	put_many("console-ramoops-0", 8000);
	put_many("console-ramoops-1", 8200);
	put_many("console-ramoops-2", 8000);
	err = crashrec_source_open(&source, top);
	if (!err)
		crashrec_source_summary(source, &summary);
	tap_check("8192_are_given_however_often_they_are_there",
		  !err && summary.records_unread == 8192 && summary.damaged == 8,
		  "error %d, %" PRIu64 " records, %" PRIu64 " damaged", err,
		  summary.records_unread, summary.damaged);
	crashrec_source_close(source);
	remove_all();
}

static void check_size(void)
{
	char path[256];

	mkdir(top, 0700);
	in_top(path, "dmesg-ramoops-0");
	write_file(path, W1_ONE, strlen(W1_ONE));
	if (truncate(path, (64 << 20) + 1))
		exit(99);
	in_top(path, "dmesg-ramoops-1");
	write_file(path, W2_TWO, strlen(W2_TWO));
	check("a_file_that_is_too_large_is_counted", top, 0, 1,
	      "1 WARNING in two, 4 lines, dmesg-ramoops-1\n");
	remove_all();
}

int main(void)
{
	size_t i;

	strcpy(top, TEMPLATE);
	if (!mkdtemp(top)) {
		perror(top);
		return 99;
	}
	rmdir(top);
	for (i = 0; i < COUNT(rows); i++)
		check_row(&rows[i]);
	check_zones();
	check_random_zones();
	check_many();
	check_size();
	return tap_end();
}
