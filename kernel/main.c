// SPDX-License-Identifier: GPL-2.0-only
/* The module: what is set up once, and its mirror. */
#include "chardev.h"
#include "genl.h"
#include "slot.h"
#include "usb.h"

#include <linux/module.h>

struct workqueue_struct *ccid_wq;

static int __init ccid_init(void)
{
	int err;

	ccid_wq = alloc_workqueue(CCID_NAME, WQ_UNBOUND, 0);
	if (!ccid_wq)
		return -ENOMEM;
	err = ccid_chardev_init();
	if (err)
		goto err_wq;
	err = ccid_class_init();
	if (err)
		goto err_chardev;
	err = ccid_genl_init();
	if (err)
		goto err_class;
	err = usb_register(&ccid_usb_driver);
	if (err)
		goto err_genl;
	return 0;

err_genl:
	ccid_genl_exit();
err_class:
	ccid_class_exit();
err_chardev:
	ccid_chardev_exit();
err_wq:
	destroy_workqueue(ccid_wq);
	return err;
}

static void __exit ccid_exit(void)
{
	usb_deregister(&ccid_usb_driver);
	ccid_genl_exit();
	ccid_class_exit();
	ccid_chardev_exit();
	destroy_workqueue(ccid_wq);
}

module_init(ccid_init);
module_exit(ccid_exit);

MODULE_DESCRIPTION("USB CCID smart card readers");
MODULE_AUTHOR("The jpki-ccid developers");
MODULE_LICENSE("GPL");
