/* SPDX-License-Identifier: GPL-2.0 OR BSD-3-Clause */
/*
 * Names of source files.
 */
#ifndef CRASHREC_LIB_PATH_H
#define CRASHREC_LIB_PATH_H

/**
 * path_clean() - take what does not change it out of a path
 * @path: terminated; "a/./b/../c" becomes "a/c": compilers leave such
 */
void path_clean(char *path);

#endif /* CRASHREC_LIB_PATH_H */
