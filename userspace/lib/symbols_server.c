// SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause
/*
 * libdebuginfod is loaded where it is needed, as libdw does it: it brings along
 * much that nothing else here needs. Only who sets DEBUGINFOD_URLS has anything
 * asked for.
 */
#include "symbols.h"

#ifdef HAVE_LIBDEBUGINFOD

#include <dlfcn.h>
#include <elfutils/debuginfod.h>
#include <stdlib.h>
#include <unistd.h>

/**
 * struct server - functions of libdebuginfod
 * @begin: debuginfod_begin()
 * @find: debuginfod_find_debuginfo()
 * @end: debuginfod_end()
 */
struct server {
	debuginfod_client *(*begin)(void);
	int (*find)(debuginfod_client *client, const unsigned char *build_id,
		    int build_id_bytes, char **path);
	void (*end)(debuginfod_client *client);
};

static bool load(struct server *server, void *library)
{
	server->begin = (debuginfod_client *(*)(void))
		dlsym(library, "debuginfod_begin");
	server->find = (int (*)(debuginfod_client *, const unsigned char *, int,
				char **))
		dlsym(library, "debuginfod_find_debuginfo");
	server->end = (void (*)(debuginfod_client *))
		dlsym(library, "debuginfod_end");
	return server->begin && server->find && server->end;
}

char *symbols_ask_server(const struct symbols_id *id)
{
	const char *urls = getenv("DEBUGINFOD_URLS");
	debuginfod_client *client;
	struct server server;
	char *path = NULL;
	void *library;
	int fd = -1;

	if (!urls || !*urls || !id->bytes)
		return NULL;
	/* It stays: threads of it may. */
	library = dlopen(DEBUGINFOD_SONAME, RTLD_LAZY);
	if (!library || !load(&server, library))
		return NULL;
	client = server.begin();
	if (!client)
		return NULL;
	fd = server.find(client, id->at, (int)id->bytes, &path);
	server.end(client);
	if (fd < 0)
		return NULL;
	close(fd);
	return path;
}

#else

#include <stddef.h>

char *symbols_ask_server(const struct symbols_id *id)
{
	(void)id;
	return NULL;
}

#endif
