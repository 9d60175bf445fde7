/* SPDX-License-Identifier: GPL-2.0 */
#ifndef BUILD_ID_H
#define BUILD_ID_H

#include <crashrec.h>

#define BUILD_ID_ROOM	41

/**
 * build_id_text() - a build id as readelf -n shows it
 * @build_id: the first 20 bytes of it are shown
 * @text: receives it, terminated; empty: there is none
 */
void build_id_text(struct crashrec_text build_id, char text[BUILD_ID_ROOM]);

#endif /* BUILD_ID_H */
