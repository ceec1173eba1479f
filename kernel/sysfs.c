// SPDX-License-Identifier: GPL-2.0-only
/* Attributes of /sys/class/ccid/ccidN: one fact a file, read under snap. */
#include "sysfs.h"

#include "ccid.h"

#include <linux/sysfs.h>

static struct ccid_slot *to_slot(struct device *dev)
{
	return container_of(dev, struct ccid_slot, dev);
}

static ssize_t card_show(struct device *dev, struct device_attribute *attr,
			 char *buf)
{
	static const char * const names[] = {
		[CCID_CARD_ABSENT] = "absent",
		[CCID_CARD_PRESENT] = "present",
		[CCID_CARD_MUTE] = "mute",
		[CCID_CARD_POWERED] = "powered",
	};

	return sysfs_emit(buf, "%s\n", names[READ_ONCE(to_slot(dev)->card)]);
}
static DEVICE_ATTR_RO(card);

static ssize_t atr_show(struct device *dev, struct device_attribute *attr,
			char *buf)
{
	struct ccid_slot *slot = to_slot(dev);
	u8 atr[CCID_ATR_MAX];
	int len;

	spin_lock_irq(&slot->snap);
	len = slot->atr_len;
	memcpy(atr, slot->atr, len);
	spin_unlock_irq(&slot->snap);
	return sysfs_emit(buf, "%*phN\n", len, atr);
}
static DEVICE_ATTR_RO(atr);

static ssize_t generation_show(struct device *dev,
			       struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u\n", READ_ONCE(to_slot(dev)->generation));
}
static DEVICE_ATTR_RO(generation);

static ssize_t protocol_show(struct device *dev, struct device_attribute *attr,
			     char *buf)
{
	struct ccid_slot *slot = to_slot(dev);

	if (READ_ONCE(slot->card) != CCID_CARD_POWERED)
		return sysfs_emit(buf, "none\n");
	return sysfs_emit(buf, "T=%u\n", READ_ONCE(slot->protocol));
}
static DEVICE_ATTR_RO(protocol);

static ssize_t exchange_level_show(struct device *dev,
				   struct device_attribute *attr, char *buf)
{
	static const char * const names[] = {
		[CCID_LEVEL_CHARACTER] = "character",
		[CCID_LEVEL_TPDU] = "tpdu",
		[CCID_LEVEL_SHORT] = "short_apdu",
		[CCID_LEVEL_EXTENDED] = "extended_apdu",
	};

	return sysfs_emit(buf, "%s\n",
			  names[to_slot(dev)->reader->desc.level]);
}
static DEVICE_ATTR_RO(exchange_level);

static ssize_t slot_show(struct device *dev, struct device_attribute *attr,
			 char *buf)
{
	return sysfs_emit(buf, "%u\n", to_slot(dev)->index);
}
static DEVICE_ATTR_RO(slot);

static ssize_t name_show(struct device *dev, struct device_attribute *attr,
			 char *buf)
{
	return sysfs_emit(buf, "%s\n", to_slot(dev)->reader->name);
}
static DEVICE_ATTR_RO(name);

static ssize_t pin_floor_show(struct device *dev,
			      struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u\n", READ_ONCE(to_slot(dev)->floor));
}

static ssize_t pin_floor_store(struct device *dev,
			       struct device_attribute *attr, const char *buf,
			       size_t count)
{
	struct ccid_slot *slot = to_slot(dev);
	u32 floor;
	int err;

	err = kstrtou32(buf, 10, &floor);
	if (err)
		return err;
	if (floor > CCID_PIN_TRIES)
		return -ERANGE;
	spin_lock_irq(&slot->snap);
	slot->floor = floor;
	spin_unlock_irq(&slot->snap);
	return count;
}
static DEVICE_ATTR_RW(pin_floor);

static ssize_t last_try_show(struct device *dev, struct device_attribute *attr,
			     char *buf)
{
	return sysfs_emit(buf, "%u\n", READ_ONCE(to_slot(dev)->last_try));
}

static ssize_t last_try_store(struct device *dev, struct device_attribute *attr,
			      const char *buf, size_t count)
{
	bool last_try;
	int err;

	err = kstrtobool(buf, &last_try);
	if (err)
		return err;
	WRITE_ONCE(to_slot(dev)->last_try, last_try);
	return count;
}
static DEVICE_ATTR_RW(last_try);

static struct attribute *ccid_slot_attrs[] = {
	&dev_attr_card.attr,
	&dev_attr_atr.attr,
	&dev_attr_generation.attr,
	&dev_attr_protocol.attr,
	&dev_attr_exchange_level.attr,
	&dev_attr_slot.attr,
	&dev_attr_name.attr,
	&dev_attr_pin_floor.attr,
	&dev_attr_last_try.attr,
	NULL
};

static const struct attribute_group ccid_slot_group = {
	.attrs = ccid_slot_attrs,
};

const struct attribute_group *ccid_slot_groups[] = {
	&ccid_slot_group,
	NULL
};
