// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs a suite of KUnit cases and prints TAP. */
#include <kunit/test.h>

static void fail_without_memory(struct kunit *test)
{
	KUNIT_FAIL(test, "no memory");
	longjmp(test->end, 1);
}

/* Memory that goes with the case. */
void *kunit_kmalloc(struct kunit *test, size_t size, int flags)
{
	void **more = realloc(test->memory,
			      (test->count + 1) * sizeof(*more));
	void *p;

	(void)flags;
	if (!more)
		fail_without_memory(test);
	test->memory = more;
	p = malloc(size);
	if (!p)
		fail_without_memory(test);
	more[test->count++] = p;
	return p;
}

void *kunit_kzalloc(struct kunit *test, size_t size, int flags)
{
	unsigned char *p = kunit_kmalloc(test, size, flags);
	size_t i;

	for (i = 0; i < size; i++)
		p[i] = 0;
	return p;
}

void kunit_kfree(struct kunit *test, const void *p)
{
	size_t i = test->count;

	while (i--) {
		if (test->memory[i] != p)
			continue;
		free(test->memory[i]);
		test->memory[i] = test->memory[--test->count];
		return;
	}
	KUNIT_FAIL(test, "freed what was not allocated");
}

static bool run_case(const struct kunit_suite *suite,
		     const struct kunit_case *c)
{
	struct kunit test = { 0 };

	if (!setjmp(test.end)) {
		if (suite->init && suite->init(&test))
			KUNIT_FAIL(&test, "init failed");
		else
			c->run_case(&test);
	}
	while (test.count)
		free(test.memory[--test.count]);
	free(test.memory);
	return !test.failed;
}

int kunit_run_suite(const struct kunit_suite *suite)
{
	const struct kunit_case *c;
	int count = 0, failed = 0;

	for (c = suite->test_cases; c->run_case; c++)
		count++;
	printf("TAP version 13\n1..%d\n", count);
	count = 0;
	for (c = suite->test_cases; c->run_case; c++) {
		bool ok = run_case(suite, c);

		failed += !ok;
		printf("%sok %d - %s\n", ok ? "" : "not ", ++count, c->name);
		(void)fflush(stdout);
	}
	return failed ? 1 : 0;
}
