/* SPDX-License-Identifier: GPL-2.0 */

static inline __attribute__((always_inline)) void inode_flag(void)
{
	MARK(inode_flag);
	BARRIER();
}
