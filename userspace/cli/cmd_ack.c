// SPDX-License-Identifier: GPL-2.0
/*
 * crashrec ack: records that were taken care of.
 */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "complain.h"
#include "json_write.h"
#include "reading.h"

/* In JSON: kind (acknowledged), version, source, boot_id, seq, title. */
static bool tell(struct reading *reading, const struct crashrec_record *record)
{
	const char *source = crashrec_source_path(reading->source);
	struct json_object *object;
	char uuid[CRASHREC_UUID_ROOM];

	if (!reading->options->json) {
		printf("acknowledged %" PRIu64 "\n",
		       crashrec_record_seq(record));
		return true;
	}
	object = json_begin("acknowledged");
	if (object) {
		crashrec_uuid_text(crashrec_record_boot_id(record), uuid);
		json_add_text(object, "source",
			      (struct crashrec_text){ source, strlen(source) });
		json_add_string(object, "boot_id", uuid);
		json_add_u64(object, "seq", crashrec_record_seq(record));
		json_add_text(object, "title", crashrec_record_title(record));
	}
	if (json_end(stdout, object))
		return true;
	complain("out of memory");
	reading_note(reading, EXIT_OUTPUT);
	return false;
}

/* Return: false if there is no point in going on. */
static bool ack_one(struct reading *reading,
		    const struct crashrec_record *record)
{
	int err = crashrec_source_ack(reading->source, record);

	if (!err)
		return tell(reading, record);
	complain("%s", crashrec_source_error(reading->source));
	reading_note(reading, err == -ENOENT ? EXIT_NO_RECORD : EXIT_SOURCE);
	return err == -ENOENT;
}

static int run(const struct options *options)
{
	struct crashrec_record *record;
	struct reading reading;
	bool go_on = true;

	if (options->all == !!options->seq_count) {
		complain("ack: name either sequence numbers or --all: see crashrec list");
		return EXIT_USAGE;
	}
	if (!reading_open(&reading, options))
		return reading_close(&reading);
	if (options->through >= 0 &&
	    crashrec_source_ack_through(reading.source, options->through)) {
		complain("%s", crashrec_source_error(reading.source));
		reading_note(&reading, EXIT_SOURCE);
		return reading_close(&reading);
	}
	while (go_on && (record = reading_next(&reading))) {
		go_on = ack_one(&reading, record);
		crashrec_record_free(record);
	}
	return reading_close(&reading);
}

const struct command cmd_ack = {
	.name = "ack",
	.purpose = "acknowledge records: their room may be used again",
	.options = "fatj",
	.operands_max = UINT_MAX,
	.help =
"usage: crashrec ack SEQ... | --all [-f FILE] [--json]\n"
"\n"
"Acknowledges records that were saved or read. They are not given again, also\n"
"after a reboot, and their room may be used for new ones. What is not\n"
"acknowledged stays, and is never overwritten.\n"
"\n"
"      --all        all records that crashrec list --user shows\n"
"  -f, --file FILE  another device than /dev/crashrec; a region file is only\n"
"                   ever read, so it is refused\n"
"      --json       a JSON object a line\n"
"      --through FD descriptor that was opened on the device for writing, before\n"
"                   it was locked: crashrec ack --all --through 3 3<>FILE\n"
"  -h, --help       this text\n"
"\n"
EXIT_CODES_HELP,
	.run = run,
};
