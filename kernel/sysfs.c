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

static ssize_t ccid_stat_show(struct device *dev,
			      struct device_attribute *attr, char *buf)
{
	const struct dev_ext_attribute *stat =
		container_of(attr, struct dev_ext_attribute, attr);
	struct ccid_stats *stats = &to_slot(dev)->stats;

	return sysfs_emit(buf, "%lld\n",
			  atomic64_read(&stats->count[(uintptr_t)stat->var]));
}

#define CCID_STAT_ATTR(_name, _stat) \
	struct dev_ext_attribute ccid_stat_##_name = { \
		__ATTR(_name, 0444, ccid_stat_show, NULL), \
		(void *)(_stat) \
	}

static CCID_STAT_ATTR(commands, CCID_STAT_COMMANDS);
static CCID_STAT_ATTR(time_extensions, CCID_STAT_TIME_EXTENSIONS);
static CCID_STAT_ATTR(timeouts, CCID_STAT_TIMEOUTS);
static CCID_STAT_ATTR(protocol_errors, CCID_STAT_PROTOCOL_ERRORS);
static CCID_STAT_ATTR(stale_replies, CCID_STAT_STALE_REPLIES);
static CCID_STAT_ATTR(aborts, CCID_STAT_ABORTS);
static CCID_STAT_ATTR(resets, CCID_STAT_RESETS);
static CCID_STAT_ATTR(card_insertions, CCID_STAT_CARD_INSERTIONS);
static CCID_STAT_ATTR(mute_cards, CCID_STAT_MUTE_CARDS);
static CCID_STAT_ATTR(floor_refusals, CCID_STAT_FLOOR_REFUSALS);

static struct attribute *ccid_stat_attrs[] = {
	&ccid_stat_commands.attr.attr,
	&ccid_stat_time_extensions.attr.attr,
	&ccid_stat_timeouts.attr.attr,
	&ccid_stat_protocol_errors.attr.attr,
	&ccid_stat_stale_replies.attr.attr,
	&ccid_stat_aborts.attr.attr,
	&ccid_stat_resets.attr.attr,
	&ccid_stat_card_insertions.attr.attr,
	&ccid_stat_mute_cards.attr.attr,
	&ccid_stat_floor_refusals.attr.attr,
	NULL
};

static const struct attribute_group ccid_stat_group = {
	.name = "statistics",
	.attrs = ccid_stat_attrs,
};

const struct attribute_group *ccid_slot_groups[] = {
	&ccid_slot_group,
	&ccid_stat_group,
	NULL
};
