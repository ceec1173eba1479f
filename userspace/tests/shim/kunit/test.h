/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * As much of KUnit as the suites in kernel/tests use: each becomes a program
 * that prints TAP. An assertion that fails ends its case.
 */
#ifndef SHIM_KUNIT_TEST_H
#define SHIM_KUNIT_TEST_H

#include <linux/types.h>

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#define GFP_KERNEL	0

struct kunit {
	void *priv;
	bool failed;
	void **memory;
	size_t count;
	jmp_buf end;
};

struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
};

struct kunit_suite {
	const char name[256];
	int (*init)(struct kunit *test);
	struct kunit_case *test_cases;
};

#define KUNIT_CASE(case) { .run_case = case, .name = #case }

#define kunit_test_suite(suite) \
	int main(void) \
	{ \
		return kunit_run_suite(&(suite)); \
	}

int kunit_run_suite(const struct kunit_suite *suite);
void *kunit_kmalloc(struct kunit *test, size_t size, int flags);
void *kunit_kzalloc(struct kunit *test, size_t size, int flags);
void kunit_kfree(struct kunit *test, const void *p);

#define KUNIT_FAIL(test, ...) do { \
	(test)->failed = true; \
	printf("# %s:%d: ", __FILE__, __LINE__); \
	printf(__VA_ARGS__); \
	putchar('\n'); \
} while (0)

#define KUNIT_ASSERT_TRUE_MSG(test, condition, ...) do { \
	if (!(condition)) { \
		KUNIT_FAIL(test, __VA_ARGS__); \
		longjmp((test)->end, 1); \
	} \
} while (0)

#define KUNIT_ASSERT_TRUE(test, condition) \
	KUNIT_ASSERT_TRUE_MSG(test, condition, "%s", #condition)
#define KUNIT_ASSERT_FALSE(test, condition) \
	KUNIT_ASSERT_TRUE_MSG(test, !(condition), "not %s", #condition)
#define KUNIT_ASSERT_NULL(test, p) \
	KUNIT_ASSERT_TRUE_MSG(test, !(p), "%s is not NULL", #p)
#define KUNIT_ASSERT_NOT_NULL(test, p) \
	KUNIT_ASSERT_TRUE_MSG(test, p, "%s is NULL", #p)
#define KUNIT_ASSERT_PTR_EQ(test, a, b) \
	KUNIT_ASSERT_TRUE_MSG(test, (a) == (b), "%s is not %s", #a, #b)

#define shim_compare(test, a, op, b) do { \
	long long shim_a = (long long)(a), shim_b = (long long)(b); \
	KUNIT_ASSERT_TRUE_MSG(test, shim_a op shim_b, \
			      "%s is %lld, not %s %s (%lld)", \
			      #a, shim_a, #op, #b, shim_b); \
} while (0)

#define KUNIT_ASSERT_EQ(test, a, b)	shim_compare(test, a, ==, b)
#define KUNIT_ASSERT_NE(test, a, b)	shim_compare(test, a, !=, b)
#define KUNIT_ASSERT_LT(test, a, b)	shim_compare(test, a, <, b)
#define KUNIT_ASSERT_LE(test, a, b)	shim_compare(test, a, <=, b)
#define KUNIT_ASSERT_GT(test, a, b)	shim_compare(test, a, >, b)
#define KUNIT_ASSERT_GE(test, a, b)	shim_compare(test, a, >=, b)

#endif
