// SPDX-License-Identifier: GPL-2.0-or-later
/* jpkictl cert export: a certificate as PEM or DER, to stdout or a file. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cert.h"
#include "lang.h"

/* The certificate in the form asked for. */
struct form {
	const char *name;	/* "pem" or "der" */
	const void *bytes;
	size_t len;
};

static int write_file(struct cli *cli, const char *path,
		      const struct form *form)
{
	FILE *file = fopen(path, "we");
	bool good = file && fwrite(form->bytes, 1, form->len, file) ==
			    form->len;
	char detail[256];

	if (file && fclose(file))
		good = false;
	if (good)
		return EXIT_DONE;
	snprintf(detail, sizeof(detail), "%s: %s", path,
		 strerrorname_np(errno));
	return cli_fail_detail(cli, JPKI_FILE, detail);
}

static void show_json(struct cli *cli, enum jpki_slot slot,
		      const struct form *form)
{
	struct out *out = &cli->out;

	out_json_begin(out, "jpki.export/1");
	out_string(out, "certificate", cert_slot_name(slot));
	out_string(out, "format", form->name);
	out_string(out, "file", cli->opt.output);
	if (cli->opt.output)
		out_null(out, "data");
	else if (cli->opt.der)
		out_hex(out, "data", form->bytes, form->len);
	else
		out_string(out, "data", form->bytes);
	out_json_end(out);
}

static int write_form(struct cli *cli, enum jpki_slot slot,
		      const struct form *form)
{
	int status = EXIT_DONE;

	if (cli->opt.output)
		status = write_file(cli, cli->opt.output, form);
	else if (!cli->opt.json)
		out_bytes(&cli->out, form->bytes, form->len);
	if (!status && cli->opt.json)
		show_json(cli, slot, form);
	return status;
}

int cert_export(struct cli *cli, enum jpki_slot slot,
		const struct jpki_cert *cert)
{
	struct form form = { .name = "der" };
	enum jpki_error err;
	char *pem = NULL;
	int status;

	if (cli->opt.pem && cli->opt.der)
		return cli_usage(cli, "%s", _("Choose --pem or --der."));
	if (cli->opt.der) {
		form.bytes = jpki_cert_der(cert, &form.len);
	} else {
		err = jpki_cert_pem(cert, &pem);
		if (err)
			return cli_fail(cli, err);
		form = (struct form){ "pem", pem, strlen(pem) };
	}
	status = write_form(cli, slot, &form);
	if (pem)
		explicit_bzero(pem, form.len);
	free(pem);
	return status;
}
