// SPDX-License-Identifier: Apache-2.0
//
// What every bar uses: thread CPU time, medians, big arrays, and what a bar hands back.
//
// A bar is a ratio of two things measured in turns, round after round, in one run: machines differ and drift, ratios hardly.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <new>
#include <string>
#include <vector>

#include <sys/mman.h>

namespace bench {

struct settings {
    bool quick = false;  ///< a twentieth of the cases, to see that everything runs; its figures mean little
    int rounds = 5;

    [[nodiscard]] std::size_t scaled(std::size_t full) const { return quick ? full / 20 : full; }
};

/// One line of the table.
struct reading {
    enum class bound : std::uint8_t { at_most, at_least };

    std::string what;
    double value = 0;
    const char* unit = "";
    bound is = bound::at_most;
    double limit = 0;
    std::string detail{};  ///< the figures behind it

    [[nodiscard]] bool missed() const { return is == bound::at_most ? !(value <= limit) : !(value >= limit); }
};
using readings = std::vector<reading>;

/// A row of the table "Bars".
struct bar {
    int number;
    const char* name;
    readings (*measure)(const settings&);
};

/// CPU time of this thread, in nanoseconds.
[[nodiscard]] inline double thread_ns() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

/// CPU nanoseconds of one of `count` equal steps.
template <class Work> [[nodiscard]] double ns_each(std::size_t count, Work&& work) {
    const double before = thread_ns();
    work();
    return (thread_ns() - before) / static_cast<double>(count);
}

[[nodiscard]] inline double median(std::vector<double> all) {
    std::sort(all.begin(), all.end());
    const auto middle = all.size() / 2;
    return all.size() % 2 == 1 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
}
/// The median of the ratios of each round.
[[nodiscard]] inline double median_ratio(const std::vector<double>& above, const std::vector<double>& below) {
    std::vector<double> all;
    for (std::size_t i = 0; i < above.size(); ++i) all.push_back(above[i] / below[i]);
    return median(all);
}

[[nodiscard]] inline std::string text(const char* format, auto... values) {
    char line[256];
    std::snprintf(line, sizeof line, format, values...);
    return line;
}

/// Keeps the compiler from dropping what led to the value.
template <class T> void keep(const T& value) { asm volatile("" : : "r,m"(value) : "memory"); }

/// An array in huge pages, so that what is measured is the memory and not the page tables.
template <class T> class arena {
public:
    explicit arena(std::size_t size, const T& value = {}) : size_(size) {
        const std::size_t bytes = (size * sizeof(T) / page + 1) * page;
        data_ = static_cast<T*>(std::aligned_alloc(page, bytes));
        if (data_ == nullptr) throw std::bad_alloc();
        madvise(data_, bytes, MADV_HUGEPAGE);
        for (std::size_t i = 0; i < size; ++i) new (data_ + i) T(value);
    }
    arena(const arena&) = delete;
    arena& operator=(const arena&) = delete;
    ~arena() { std::free(data_); }

    [[nodiscard]] T* data() { return data_; }
    [[nodiscard]] const T* data() const { return data_; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] T& operator[](std::size_t i) { return data_[i]; }
    [[nodiscard]] const T& operator[](std::size_t i) const { return data_[i]; }
    [[nodiscard]] T* begin() { return data_; }
    [[nodiscard]] T* end() { return data_ + size_; }
    void copy_from(const arena& other) { std::copy_n(other.data_, size_, data_); }

private:
    static constexpr std::size_t page = std::size_t{2} << 20;
    static_assert(std::is_trivially_destructible_v<T>);
    std::size_t size_;
    T* data_ = nullptr;
};

}  // namespace bench
