// SPDX-License-Identifier: GPL-2.0
/*
 * The module's parameters: the only place that reads them.
 */
#define pr_fmt(fmt) "crashrec: " fmt

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>

#include "../include/uapi/crashrec_format.h"
#include "config.h"
#include "crashrec.h"
#include "log.h"

#define SILENCE_MIN_MS		100U
#define SILENCE_MAX_MS		60000U
#define REPORT_MIN_KIB		8U
#define REPORT_MAX_KIB		1024U
/* What ecc=1 means, as ramoops.ecc does (6.12). */
#define ECC_USUAL_BYTES		16U

static unsigned long long mem_address;
module_param(mem_address, ullong, 0444);
MODULE_PARM_DESC(mem_address, "address of memory reserved with memmap=SIZE$ADDRESS");

static unsigned long long mem_size = 1 << 20;
module_param(mem_size, ullong, 0444);
MODULE_PARM_DESC(mem_size, "bytes of it, of a device, or of ordinary memory, 65536 to 1073741824 (default 1048576)");

static char *mem_name;
module_param(mem_name, charp, 0444);
MODULE_PARM_DESC(mem_name, "name of memory reserved with reserve_mem=SIZE:ALIGN:NAME (Linux 6.12)");

static char *mem_device;
module_param(mem_device, charp, 0444);
MODULE_PARM_DESC(mem_device, "block device of persistent memory, as /dev/pmem0");

static bool ivshmem = true;
module_param(ivshmem, bool, 0444);
MODULE_PARM_DESC(ivshmem, "use a QEMU ivshmem-plain device if there is one (default Y)");

static bool format;
module_param(format, bool, 0444);
MODULE_PARM_DESC(format, "throw away what is in the memory (default N)");

static int flush = -1;
module_param(flush, bint, 0444);
MODULE_PARM_DESC(flush, "write caches back behind each line (default: where mem_device is given)");

static uint before_lines = 8;
module_param(before_lines, uint, 0444);
MODULE_PARM_DESC(before_lines, "log lines from before a report to keep with it, 0 to 32 (default 8)");

static uint silence_ms = 2000;
module_param(silence_ms, uint, 0444);
MODULE_PARM_DESC(silence_ms, "a report without end mark is over when its context was silent for so long, 100 to 60000 (default 2000)");

static uint max_report_kib = 128;
module_param(max_report_kib, uint, 0444);
MODULE_PARM_DESC(max_report_kib, "longer reports are truncated, 8 to 1024 (default 128)");

static bool locked, locked_wanted;

/*
 * At load, or once later; never back. The reference to itself keeps the module
 * loaded. Callers take turns (kernel/params.c: kernel_param_lock(), 6.12).
 */
static int set_locked(const char *text, const struct kernel_param *param)
{
	int err = param_ops_bool.set(text, param);

	if (err || locked_wanted == locked)
		return err;
	if (locked)
		return -EPERM;
	if (!try_module_get(THIS_MODULE))
		return -EBUSY;
	smp_store_mb(locked, true);	/* pairs with crashrec_pstore_init() */
	crashrec_pstore_lock();
	return 0;
}

static int get_locked(char *text, const struct kernel_param *param)
{
	text[0] = locked ? 'Y' : 'N';
	text[1] = '\n';
	return 2;
}

static const struct kernel_param_ops locked_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = set_locked,
	.get = get_locked,
};

module_param_cb(locked, &locked_ops, &locked_wanted, 0644);
MODULE_PARM_DESC(locked, "read-only and loaded for good (default N)");

/**
 * crashrec_config_is_locked() - is the device only to read?
 *
 * Context: any.
 * Return: false as long as it may still change.
 */
bool crashrec_config_is_locked(void)
{
	return READ_ONCE(locked);
}

static uint keep_copies = 1;
module_param(keep_copies, uint, 0444);
MODULE_PARM_DESC(keep_copies, "records of a title to keep; 0: all (default 1)");

static bool overwrite;
module_param(overwrite, bool, 0444);
MODULE_PARM_DESC(overwrite, "free the oldest records for new ones (default N)");

static bool join_by_log;
module_param(join_by_log, bool, 0444);
MODULE_PARM_DESC(join_by_log, "tell by the log which pieces are one line: slower (default N: where loading finds it needed)");

static uint ecc;
module_param(ecc, uint, 0444);
MODULE_PARM_DESC(ecc, "parity bytes of each 128, up to 64, when the memory is formatted; 1: 16 (default 0)");

static bool pstore;
module_param(pstore, bool, 0444);
MODULE_PARM_DESC(pstore, "records are files in /sys/fs/pstore, too (default N)");

static int check_range(const char *name, u64 value, u64 min, u64 max)
{
	if (value >= min && value <= max)
		return 0;
	pr_err("%s=%llu is out of range: use %llu to %llu\n", name, value, min,
	       max);
	return -EINVAL;
}

/**
 * crashrec_config_get() - check the parameters
 * @config: filled on success
 *
 * Context: process.
 * Return: 0; -EINVAL: a parameter is out of range, which was printed.
 */
int crashrec_config_get(struct crashrec_config *config)
{
	if (check_range("mem_size", mem_size, CRASHREC_REGION_MIN_BYTES,
			CRASHREC_REGION_MAX_BYTES) ||
	    check_range("before_lines", before_lines, 0, CRASHREC_BEFORE_MAX) ||
	    check_range("silence_ms", silence_ms, SILENCE_MIN_MS,
			SILENCE_MAX_MS) ||
	    check_range("max_report_kib", max_report_kib, REPORT_MIN_KIB,
			REPORT_MAX_KIB) ||
	    check_range("ecc", ecc, 0, CRASHREC_ECC_MAX_BYTES))
		return -EINVAL;
	if (!!mem_address + !!mem_name + !!mem_device > 1) {
		pr_err("mem_address=, mem_name= and mem_device= exclude each other: give one of them\n");
		return -EINVAL;
	}
	if (flush > 0 && !IS_ENABLED(CONFIG_ARCH_HAS_PMEM_API)) {
		pr_err("flush=1: this kernel has no function that writes caches back: leave it out\n");
		return -EINVAL;
	}
	*config = (struct crashrec_config) {
		.mem_address = mem_address,
		.mem_bytes = mem_size,
		.mem_name = mem_name && *mem_name ? mem_name : NULL,
		.mem_device = mem_device && *mem_device ? mem_device : NULL,
		.ivshmem = ivshmem,
		.format = format,
		.flush = flush,
		.join_by_log = join_by_log,
		.before_lines = before_lines,
		.silence_ms = silence_ms,
		.keep_copies = keep_copies,
		.overwrite = overwrite,
		.pstore = pstore,
		.max_report_bytes = max_report_kib << 10,
		.ecc_bytes = ecc == 1 ? ECC_USUAL_BYTES : ecc,
	};
	return 0;
}
