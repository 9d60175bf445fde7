// SPDX-License-Identifier: GPL-2.0
/*
 * CRC-32C against RFC 3720, appendix B.4, and against its definition.
 */
#include <string.h>

#include "core/crc32c.h"
#include "support_image.h"
#include "support_tap.h"

static const uint8_t read_command[48] = {
	0x01, 0xc0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x14, 0x00, 0x00, 0x00, 0x00, 0x00, 0x04, 0x00,
	0x00, 0x00, 0x00, 0x14, 0x00, 0x00, 0x00, 0x18, 0x28, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
};

static void check(const char *name, const void *data, uint32_t bytes,
		  uint32_t expected)
{
	uint32_t crc = cr_crc32c(0, data, bytes);

	tap_check(name, crc == expected, "0x%08x, not 0x%08x", crc, expected);
}

static void check_definition(void)
{
	uint8_t data[300];
	uint32_t at, bytes, split, i;
	uint32_t wrong = 0;

	for (i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(i * 167 + (i >> 3));
	for (at = 0; at < 8; at++) {
		for (bytes = 0; bytes < 280; bytes++)
			wrong += cr_crc32c(at, data + at, bytes) !=
				 image_crc(at, data + at, bytes);
	}
	tap_check("crc32c_matches_definition_at_any_alignment", !wrong,
		  "%u differ", wrong);
	wrong = 0;
	for (split = 0; split <= sizeof(data); split++) {
		i = cr_crc32c(0, data, split);
		i = cr_crc32c(i, data + split, sizeof(data) - split);
		wrong += i != image_crc(0, data, sizeof(data));
	}
	tap_check("crc32c_goes_on_from_any_split", !wrong, "%u differ", wrong);
}

int main(void)
{
	uint8_t data[32];
	uint8_t i;

	memset(data, 0, sizeof(data));
	check("crc32c_rfc3720_zeroes", data, sizeof(data), 0x8a9136aa);
	memset(data, 0xff, sizeof(data));
	check("crc32c_rfc3720_ones", data, sizeof(data), 0x62a8ab43);
	for (i = 0; i < sizeof(data); i++)
		data[i] = i;
	check("crc32c_rfc3720_rising", data, sizeof(data), 0x46dd794e);
	for (i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(31 - i);
	check("crc32c_rfc3720_falling", data, sizeof(data), 0x113fdb5c);
	check("crc32c_rfc3720_scsi_read", read_command, sizeof(read_command),
	      0xd9963a56);
	check("crc32c_of_nothing", data, 0, 0);
	check_definition();
	return tap_end();
}
