// SPDX-License-Identifier: GPL-2.0
/*
 * What the kernel can tell of itself beside a report's text: where its text
 * lies, its build id, its modules.
 *
 * Build ids are read from sysfs, in process context: of a module when it is
 * ready, as its files are not there before (kernel/module/main.c: load_module(),
 * 6.1 to 6.12). Where sysfs can't be read, they stay unknown.
 *
 * Modules that were there before this one are found by the list in which it is,
 * too. Its head is in the kernel's own data, and is no struct module; on x86-64
 * all modules lie above that, on arm64 on either side, but each in memory that it
 * says is its own. The list may be read with interrupts off, as print_modules()
 * does with preemption off.
 */
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/string.h>

#include "compat.h"
#include "core/note.h"
#include "crashrec.h"

#define KERNEL_NOTES	"/sys/kernel/notes"
#define MODULE_NOTES	"/sys/module/%s/notes/.note.gnu.build-id"

/*
 * Where _text was linked to, and a symbol that is so many bytes behind it. That
 * is no other on x86; arm64's table of symbols begins with the segment behind the
 * one of _text (arch/arm64/kernel/vmlinux.lds.S, 6.1 to 6.12).
 */
#if defined(CONFIG_X86_64)
#define LINKED_AT	__START_KERNEL
#define TEXT_SYMBOL	"_text"
#define TEXT_BEFORE	0
#elif defined(CONFIG_ARM64)
#define LINKED_AT	KIMAGE_VADDR
#define TEXT_SYMBOL	"_stext"
#define TEXT_BEFORE	SEGMENT_ALIGN
#endif

static struct crashrec_modules modules;
/* Writers of the table take turns, and share what is below. */
static DEFINE_MUTEX(lock);
static char path[sizeof(MODULE_NOTES) + MODULE_NAME_LEN];
static u32 notes[PAGE_SIZE / sizeof(u32)];
static struct crashrec_loaded loaded;

/* Returns its length. */
static u8 get_build_id(const char *file, u8 *build_id)
{
	ssize_t got = crashrec_file_read(file, notes, sizeof(notes));
	const u8 *found;

	if (got < 0)
		return 0;
	found = cr_note_build_id(notes, got / sizeof(*notes));
	if (!found)
		return 0;
	memcpy(build_id, found, CRASHREC_BUILD_ID_BYTES);
	return CRASHREC_BUILD_ID_BYTES;
}

static void get_ready(struct crashrec_loaded *module)
{
	snprintf(path, sizeof(path), MODULE_NOTES, module->name);
	module->stored.build_id_bytes = get_build_id(path,
						     module->stored.build_id);
}

static void note_module(const struct module *mod, enum module_state state)
{
	const char *name = mod->name;
	__le64 text;
	u32 bytes;

	text = cpu_to_le64((uintptr_t)crashrec_module_text(mod, &bytes));
	memset(&loaded, 0, sizeof(loaded));
	if (state <= MODULE_STATE_COMING) {
		loaded.stored.text = text;
		loaded.stored.text_bytes = cpu_to_le32(bytes);
		loaded.stored.taint = cpu_to_le32(mod->taints);
		while (*name)
			loaded.name[loaded.name_bytes++] = *name++;
		if (state == MODULE_STATE_LIVE)
			get_ready(&loaded);
	}
	crashrec_modules_change(&modules, text, &loaded);
}

static int module_notified(struct notifier_block *nb, unsigned long event,
			   void *mod)
{
	mutex_lock(&lock);
	note_module(mod, event);
	mutex_unlock(&lock);
	return NOTIFY_DONE;
}

static struct notifier_block module_block = {
	.notifier_call = module_notified,
};

#ifdef LINKED_AT
#ifdef CONFIG_X86_64
static bool is_module(const struct module *mod)
{
	return (uintptr_t)&mod->list >= MODULES_VADDR;
}
#else
/* The list's head is in no module: what lies around it are others' variables. */
static noinline void __no_sanitize_address copy_unchecked(struct module *to,
							  const struct module *from)
{
	const unsigned long *at = (const void *)from;
	unsigned long *end = (void *)(to + 1), *word = (void *)to;

	while (word < end)
		*word++ = READ_ONCE(*at++);
}

static bool is_module(const struct module *mod)
{
	static struct module copy;

	copy_unchecked(&copy, mod);
	return within_module((uintptr_t)mod, &copy) &&
	       memchr(copy.name, 0, sizeof(copy.name));
}
#endif
#endif

static void find_modules(void)
{
#ifdef LINKED_AT
	struct list_head *first = &THIS_MODULE->list, *at = first;
	struct module *mod;

	local_irq_disable();
	do {
		mod = list_entry(at, struct module, list);
		if (is_module(mod) && mod->state <= MODULE_STATE_COMING)
			note_module(mod, MODULE_STATE_COMING);
		at = READ_ONCE(at->next);
	} while (at != first);
	local_irq_enable();
#endif
}

/* No one reads the table yet. */
static void find_build_ids(void)
{
	struct crashrec_modules_row *row;

	for (row = modules.rows; row->version; row++)
		get_ready(&row->loaded);
}

static void describe(struct crashrec_kernel *kernel)
{
	u64 text = 0, offset = CRASHREC_NO_OFFSET;

#ifdef LINKED_AT
	text = crashrec_symbol_address(TEXT_SYMBOL);
	if (text) {
		text -= TEXT_BEFORE;
		offset = text - LINKED_AT;
	}
#endif
	kernel->text = cpu_to_le64(text);
	kernel->kaslr_offset = cpu_to_le64(offset);
	kernel->build_id_bytes = get_build_id(KERNEL_NOTES, kernel->build_id);
}

/**
 * crashrec_kernel_init() - learn it, and begin to be told of modules
 * @cr: the recorder
 *
 * Where that fails, reports are without.
 *
 * Context: process.
 */
void crashrec_kernel_init(struct crashrec *cr)
{
	if (register_module_notifier(&module_block))
		return;
	mutex_lock(&lock);
	describe(&modules.kernel);
	find_modules();
	find_build_ids();
	mutex_unlock(&lock);
	cr->assembler.modules = &modules;
}

/**
 * crashrec_kernel_exit() - be told no more
 * @cr: the recorder; no report is written any more
 *
 * Context: process.
 */
void crashrec_kernel_exit(struct crashrec *cr)
{
	unregister_module_notifier(&module_block);
}
