// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A plugin for QEMU: instructions that the machine has executed between each
 * two marks of meter.c, a line each, into the file FILE of
 * -plugin count.so,to=FILE. Processors of the machine run in one thread.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "qemu_plugin.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT int qemu_plugin_version = 1;

static uint64_t executed, started;
static FILE *out;

static void start(unsigned int cpu, void *data)
{
	(void)cpu;
	(void)data;
	started = executed;
}

static void stop(unsigned int cpu, void *data)
{
	(void)cpu;
	(void)data;
	fprintf(out, "%" PRIu64 "\n", executed - started);
}

static void mark(struct qemu_plugin_insn *insn)
{
	static const uint8_t nop[] = { 0x0f, 0x1f, 0x84, 0x00, 'b', 'n', 'c' };
	const uint8_t *code;

	if (qemu_plugin_insn_size(insn) != sizeof(nop) + 1)
		return;
	code = qemu_plugin_insn_data(insn);
	if (memcmp(code, nop, sizeof(nop)))
		return;
	qemu_plugin_register_vcpu_insn_exec_cb(insn, code[sizeof(nop)] == '<' ?
					       start : stop,
					       QEMU_PLUGIN_CB_NO_REGS, NULL);
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t n = qemu_plugin_tb_n_insns(tb), i;

	(void)id;
	qemu_plugin_register_vcpu_tb_exec_inline(tb, QEMU_PLUGIN_INLINE_ADD_U64,
						 &executed, n);
	for (i = 0; i < n; i++)
		mark(qemu_plugin_tb_get_insn(tb, i));
}

EXPORT int qemu_plugin_install(qemu_plugin_id_t id,
			       const struct qemu_info *info, int argc,
			       char **argv)
{
	(void)info;
	if (argc != 1 || strncmp(argv[0], "to=", 3))
		return -1;
	out = fopen(argv[0] + 3, "we");
	if (!out)
		return -1;
	setvbuf(out, NULL, _IOLBF, 0);
	qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
	return 0;
}
