// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "file_sort.h"

#include <string.h>
#include <unistd.h>

#define BEGIN_BYTES	64

#define UNPACK(by)	"unpack it (" by "), and name what comes out"
#define RAW(from)	"make it raw (qemu-img convert -f " from " -O raw FILE OUT), and name that"
#define HAVE_ELF	"have the memory written as ELF (QMP dump-guest-memory, virsh dump --memory-only)"

/* Compressed files begin as file(1) has it, the others as their writers say. */
static const struct {
	char magic[17];
	size_t bytes;
	struct file_sort sort;
} sorts[] = {
	{ "\037\213\010", 3,
	  { "compressed with gzip",
	    UNPACK("gzip -dk FILE"), true } },
	{ "\3757zXZ", 6,
	  { "compressed with xz",
	    UNPACK("xz -dk FILE"), true } },
	{ "\050\265\057\375", 4,
	  { "compressed with zstd",
	    UNPACK("zstd -dk FILE"), true } },
	{ "BZh91AY&SY", 10,
	  { "compressed with bzip2",
	    UNPACK("bzip2 -dk FILE"), true } },
	{ "\004\042\115\030", 4,
	  { "compressed with lz4",
	    UNPACK("lz4 -dk FILE"), true } },
	{ "\211LZO\0\r\n\032\n", 9,
	  { "compressed with lzop",
	    UNPACK("lzop -dk FILE"), true } },
	{ "QFI\373", 4,
	  { "a qcow2 image",
	    RAW("qcow2"), false } },
	{ "KDMV", 4,
	  { "a VMDK image",
	    RAW("vmdk"), false } },
	{ "vhdxfile", 8,
	  { "a VHDX image",
	    RAW("vhdx"), false } },
	{ "QEVM", 4,
	  { "the state of a QEMU guest, as migration writes it",
	    HAVE_ELF, false } },
	{ "LibvirtQemudSave", 16,
	  { "a guest that virsh saved",
	    HAVE_ELF, false } },
	{ "\355\043\217\141\163\001\031\250", 8,
	  { "a dump of LKCD",
	    "convert it with the tools that wrote it", false } },
	{ "PAGEDU64", 8,
	  { "a dump for Windows",
	    HAVE_ELF, false } },
	{ "PAGEDUMP", 8,
	  { "a dump for Windows",
	    HAVE_ELF, false } },
};

static const struct file_sort utf16 = {
	"text in UTF-16",
	"make it UTF-8 (iconv -f utf-16 -t utf-8 FILE >OUT), and name that",
	true
};

/* Two bytes may be anything: the first letters have a zero byte each, too. */
static bool is_utf16(const char *begin, size_t bytes)
{
	size_t zero;

	if (bytes < 6)
		return false;
	if (!memcmp(begin, "\377\376", 2))
		zero = 3;
	else if (!memcmp(begin, "\376\377", 2))
		zero = 2;
	else
		return false;
	return !begin[zero] && !begin[zero + 2] && begin[zero ^ 1] &&
	       begin[(zero + 2) ^ 1];
}

bool file_sort_of(const char *begin, size_t bytes, struct file_sort *sort)
{
	size_t i;

	if (is_utf16(begin, bytes)) {
		*sort = utf16;
		return true;
	}
	for (i = 0; i < sizeof(sorts) / sizeof(sorts[0]); i++) {
		if (bytes < sorts[i].bytes ||
		    memcmp(begin, sorts[i].magic, sorts[i].bytes) != 0)
			continue;
		*sort = sorts[i].sort;
		return true;
	}
	return false;
}

bool file_sort_find(int fd, struct file_sort *sort)
{
	char begin[BEGIN_BYTES];
	ssize_t got = pread(fd, begin, sizeof(begin), 0);

	return got > 0 && file_sort_of(begin, (size_t)got, sort);
}
