// SPDX-License-Identifier: GPL-2.0-or-later
/* jpkid: its command line and settings. The daemon itself is in daemon.c. */
#include <stdio.h>

#include "daemon.h"
#include "lang.h"
#include "log.h"
#include "service.h"

#define STATUS_USAGE 2

static int print_help(void)
{
	puts(_("Usage: jpkid [OPTION...]\n"
	       "Publishes the status of each card that is put on a reader.\n"
	       "\n"
	       "  --config FILE    settings, instead of /etc/jpki/jpkid.conf\n"
	       "  --run-dir DIR    where to publish, instead of /run/jpki\n"
	       "  --foreground     without systemd: plain messages, own socket\n"
	       "  --check-config   say whether the settings are good, and end\n"
	       "  --help, --version\n"
	       "\n"
	       "See jpkid(8) and jpkid.conf(5)."));
	return 0;
}

static int run(struct daemon *daemon)
{
	char complaint[CONFIG_COMPLAINT_SIZE];

	if (daemon->arguments.foreground)
		service_ignore();
	if (!config_read(daemon->arguments.config, &daemon->config,
			 complaint)) {
		log_error("%s", complaint);
		return STATUS_USAGE;
	}
	if (*daemon->config.language)
		lang_setup(daemon->config.language);
	return daemon->arguments.check_config ? 0 : daemon_run(daemon);
}

int main(int argc, char **argv)
{
	struct daemon daemon = { .ctx = NULL };

	lang_setup(NULL);
	if (!arguments_parse(argc, argv, &daemon.arguments)) {
		log_error("%s", _("There is no such option; "
				  "see jpkid --help."));
		return STATUS_USAGE;
	}
	if (daemon.arguments.help)
		return print_help();
	if (daemon.arguments.version)
		return printf("jpkid %s\n", jpki_version()) < 0;
	return run(&daemon);
}
