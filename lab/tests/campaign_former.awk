# SPDX-License-Identifier: GPL-2.0
#
# Is what was unread before a reset there behind it, unchanged, and what was
# acknowledged not?
#
#   awk -f campaign_former.awk TOLD ASKED GONE SEEN BEFORE NOW
#
# TOLD:   sequence numbers that `crashrec ack` said it acknowledged
# ASKED:  BOOT SEQ of each that it was asked for; the reset may have come first
# GONE:   BOOT SEQ of each that was gone before; those that are now are added
# SEEN:   records that the host saw complete before the reset, the last holds
# BEFORE: records that were there before the storm
# NOW:    those that are there now; all as JSON, a line each
#
# What is wrong is printed: `SORT: WHAT`; and figures: `sum: NAME NUMBER`.

function key_of(json,	seq) {
	match(json, /"seq":[0-9]+/)
	seq = substr(json, RSTART + 6, RLENGTH - 6)
	match(json, /"boot_id":"[^"]*"/)
	return substr(json, RSTART + 11, RLENGTH - 12) " " seq
}

FILENAME == ARGV[1] { told[$1] = 1; next }
FILENAME == ARGV[2] { asked[$1 " " $2] = $2; next }
FILENAME == ARGV[3] { gone[$1 " " $2] = 1; next }
FILENAME == ARGV[4] { seen[key_of($0)] = $0; next }
FILENAME == ARGV[5] { before[key_of($0)] = $0; next }

{
	key = key_of($0)
	there[key] = 1
	if (key in gone || ((key in asked) && (asked[key] in told)))
		print "came back: record " key " was acknowledged"
	if (key in before && before[key] != $0)
		print "changed: record " key
	if (key in seen && seen[key] != $0)
		print "changed: record " key ", which was complete"
}

END {
	for (key in before) {
		if (key in there)
			held++
		else if (!(key in asked))
			print "vanished: record " key
	}
	for (key in seen)
		if (!(key in there) && !(key in asked))
			print "vanished: record " key ", which was complete"
	for (key in asked)
		if (!(key in there)) {
			print key >>ARGV[3]
			acknowledged++
		}
	print "sum: former " held + acknowledged
	print "sum: held " held + 0
	print "sum: acknowledged " acknowledged + 0
}
