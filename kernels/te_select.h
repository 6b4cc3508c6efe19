/* Rows of the list by name: TE_WHEN(TE_ONLY_##token, text) is the text where TE_ONLY_<token> is defined as TE_PROBE, and nothing
 * elsewhere; TE_UNLESS is the other way round. So a table takes the rows of one operator, and a program part one kernel. */
#ifndef TE_SELECT_H
#define TE_SELECT_H

#define TE_PROBE ~, 1
#define TE_WHEN(probe, ...) TE_WHEN_SECOND(probe, 0, ~)(__VA_ARGS__)
#define TE_WHEN_SECOND(...) TE_WHEN_THIRD(__VA_ARGS__)
#define TE_WHEN_THIRD(first, second, ...) TE_WHEN_##second
#define TE_WHEN_0(...)
#define TE_WHEN_1(...) __VA_ARGS__
#define TE_UNLESS(probe, ...) TE_UNLESS_SECOND(probe, 0, ~)(__VA_ARGS__)
#define TE_UNLESS_SECOND(...) TE_UNLESS_THIRD(__VA_ARGS__)
#define TE_UNLESS_THIRD(first, second, ...) TE_UNLESS_##second
#define TE_UNLESS_0(...) __VA_ARGS__
#define TE_UNLESS_1(...)

#endif
