// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
#include "path.h"

#include <stdbool.h>
#include <string.h>

/* Take the last folder off a path that ends in a slash. */
static bool go_up(const char *path, char **to)
{
	char *slash;

	if (*to <= path + 1)
		return false;
	(*to)[-1] = '\0';
	slash = strrchr(path, '/');
	slash = slash ? slash + 1 : (char *)path;
	(*to)[-1] = '/';
	if (!strncmp(slash, "../", 3))
		return false;
	*to = slash;
	return true;
}

void path_clean(char *path)
{
	char *from = path, *to = path;
	bool is_void;
	size_t bytes;

	while (*from) {
		bytes = strcspn(from, "/");
		bytes += from[bytes] == '/';
		is_void = !strncmp(from, "./", 2) ||
			  (from[0] == '/' && to > path && to[-1] == '/');
		if (is_void ||
		    (!strncmp(from, "../", 3) && go_up(path, &to))) {
			from += bytes;
			continue;
		}
		memmove(to, from, bytes);
		to += bytes;
		from += bytes;
	}
	*to = '\0';
}
