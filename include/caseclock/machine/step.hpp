// SPDX-License-Identifier: Apache-2.0
//
// What a guard may ask of its case and what an action may do to it. One concrete class, the same in every engine.
//
//   inline void take_call(const event::answered& e, step& now) { now[agent] = e.agent; now.cue(cue::greeting); }
//   inline bool few_rings(step& now)                           { return now[rings] < 3; }
//   inline void open_ticket(step& now)                         { now.open<ticket>(event::opened{}, with<owner>, given<type>(topic::fault)); }
//
// The rule that surprises: what an action says is only collected (in the outbox); nothing happens to anybody before the state is
// committed.
#pragma once

#include "caseclock/machine/attributes.hpp"
#include "caseclock/machine/names.hpp"
#include "caseclock/machine/outbox.hpp"

namespace caseclock {

/// One bit per enumerator.
template <auto... Fact> inline constexpr std::uint64_t mask_of = (std::uint64_t{0} | ... | (std::uint64_t{1} << static_cast<unsigned>(Fact)));

/// What an attribute keeps of a value: numbers, instants and lengths in ms, the number of an enumerator; an unset name is `no_value`.
[[nodiscard]] constexpr std::int64_t as_number(std::int64_t v) noexcept { return v; }
[[nodiscard]] constexpr std::int64_t as_number(instant v) noexcept { return static_cast<std::int64_t>(v.time_since_epoch().count()); }
[[nodiscard]] constexpr std::int64_t as_number(std::chrono::milliseconds v) noexcept { return static_cast<std::int64_t>(v.count()); }
template <class Enum>
    requires std::is_enum_v<Enum>
[[nodiscard]] constexpr std::int64_t as_number(Enum v) noexcept {
    if constexpr (std::is_same_v<Enum, name>) return v == name::unset ? no_value : static_cast<std::int64_t>(v);
    else return static_cast<std::int64_t>(v);
}

/// An attribute of the case, read and written as a number. Unset reads as `no_value`; counting up from unset starts at zero.
class attribute_reference {
public:
    attribute_reference(case_record& record, attribute_slot slot) noexcept : record_(record), slot_(slot) {}

    operator std::int64_t() const noexcept { return read(record_, slot_); }  // NOLINT: that is what it is for
    [[nodiscard]] std::int64_t value() const noexcept { return read(record_, slot_); }
    [[nodiscard]] std::int64_t value_or(std::int64_t otherwise) const noexcept {
        const auto v = value();
        return v == no_value ? otherwise : v;
    }
    [[nodiscard]] bool is_set() const noexcept { return value() != no_value; }
    void unset() noexcept { write(record_, slot_, no_value); }

    attribute_reference& operator=(std::int64_t v) noexcept {
        write(record_, slot_, v);
        return *this;
    }
    attribute_reference& operator=(instant v) noexcept { return *this = as_number(v); }
    attribute_reference& operator=(std::chrono::milliseconds v) noexcept { return *this = as_number(v); }
    template <class Enum>
        requires std::is_enum_v<Enum>
    attribute_reference& operator=(Enum v) noexcept {
        return *this = as_number(v);
    }
    attribute_reference& operator=(const attribute_reference& other) noexcept { return *this = other.value(); }
    attribute_reference(const attribute_reference&) noexcept = default;
    ~attribute_reference() = default;
    attribute_reference& operator+=(std::int64_t more) noexcept { return *this = value_or(0) + more; }
    attribute_reference& operator-=(std::int64_t less) noexcept { return *this = value_or(0) - less; }
    attribute_reference& operator++() noexcept { return *this += 1; }
    attribute_reference& operator--() noexcept { return *this -= 1; }

    template <class Enum>
        requires std::is_enum_v<Enum>
    friend bool operator==(const attribute_reference& a, Enum b) noexcept {
        return a.value() == static_cast<std::int64_t>(b);
    }

private:
    case_record& record_;
    attribute_slot slot_;
};

/// The parent's attributes that a child starts with, by name: with<owner, priority>.
template <auto... Attribute> struct passed_attributes {};
template <auto... Attribute> inline constexpr passed_attributes<Attribute...> with{};
/// A value that a child starts with under the name of an attribute, whatever the parent has there: given<source>(reason::dropped).
template <auto Attribute> struct given_value {
    std::int64_t value = no_value;
};
template <auto Attribute, class V> [[nodiscard]] constexpr given_value<Attribute> given(const V& v) noexcept { return {as_number(v)}; }
/// What the parent calls the child: as<"part">.
template <fixed_string Name> struct relation_name {};
template <fixed_string Name> inline constexpr relation_name<Name> as{};

class step {
public:
    step(case_record& record, outbox& out, instant at, const layout& slots) noexcept : record_(record), out_(out), at_(at), slots_(&slots) {}

    [[nodiscard]] instant at() const noexcept { return at_; }

    // ---- facts ------------------------------------------------------------------------------------------------------
    [[nodiscard]] std::uint64_t facts() const noexcept { return record_.facts; }
    template <class Fact> [[nodiscard]] bool has(Fact f) const noexcept { return (record_.facts >> static_cast<unsigned>(f) & 1U) != 0; }
    template <class Fact> void set(Fact f) noexcept { record_.facts |= std::uint64_t{1} << static_cast<unsigned>(f); }
    template <class Fact> void clear(Fact f) noexcept { record_.facts &= ~(std::uint64_t{1} << static_cast<unsigned>(f)); }
    /// Clears the facts of `off`, then sets those of `on`.
    void assign_facts(std::uint64_t on, std::uint64_t off) noexcept { record_.facts = (record_.facts & ~off) | on; }

    // ---- attributes, by the machine's own number or enumerator -----------------------------------------------------
    template <class Attribute> [[nodiscard]] attribute_reference operator[](Attribute a) noexcept {
        return {record_, slots_->slot[static_cast<std::size_t>(a)]};
    }

    // ---- what is said -----------------------------------------------------------------------------------------------
    template <class Cue> void cue(Cue c, std::int64_t value = 0) { say(intent_kind::cue, static_cast<std::uint16_t>(c), value); }
    template <class Role> void tell(Role r, std::int64_t value = 0) { say(intent_kind::tell, static_cast<std::uint16_t>(r), value); }
    template <class Role> void remind(Role r, std::int64_t value = 0) { say(intent_kind::remind, static_cast<std::uint16_t>(r), value); }
    template <class Order> void order(Order o, std::int64_t value = 0) { say(intent_kind::order, static_cast<std::uint16_t>(o), value); }
    template <class Note> void note(Note n, std::int64_t value = 0) { say(intent_kind::note, static_cast<std::uint16_t>(n), value); }
    /// Duties let pass: a mask of facts. Rows with `ought` do this by themselves.
    [[gnu::cold, gnu::noinline]] void lapse(std::uint64_t missing) { say(intent_kind::lapse, row(), static_cast<std::int64_t>(missing)); }
    [[gnu::cold, gnu::noinline]] void lapse_of(std::uint16_t guard) { say(intent_kind::lapse_of, row(), guard); }
    void say(intent_kind kind, std::uint16_t what, std::int64_t value) { out_.intents.push_back({kind, what, value}); }

    // ---- events and cases -------------------------------------------------------------------------------------------
    /// An event of this case, a step of its own after this one.
    template <class E> void raise(const E& e) { out_.raised.push_back({tag_of<E>, recipient::self, pack(e)}); }
    template <class E> void tell_parent(const E& e) { out_.raised.push_back({tag_of<E>, recipient::parent, pack(e)}); }
    template <class E> void tell_children(const E& e) { out_.raised.push_back({tag_of<E>, recipient::children, pack(e)}); }

    /// A child case. `Machine` is a type with the name of its machine; the attributes of `with` are passed by name, then those given.
    template <class Machine, class E, auto... Passed, auto... Given>
    void open(const E& e, passed_attributes<Passed...> = {}, given_value<Given>... more) {
        open_child<Machine, Passed...>(e, tag_of<Machine>, more...);
    }
    template <class Machine, class E, auto... Passed, fixed_string Name, auto... Given>
    void open(const E& e, passed_attributes<Passed...>, relation_name<Name>, given_value<Given>... more) {
        open_child<Machine, Passed...>(e, tag_of_name(Name.view()), more...);
    }
    void pass(std::uint32_t attribute, std::int64_t value) { out_.passed.push_back({attribute, value}); }
    /// The child whose `passed` attributes were passed last.
    void add_child(std::uint32_t machine, std::uint32_t event, std::uint32_t relation, const payload& data, std::size_t passed) {
        out_.children.push_back({machine, event, relation, row(), record_.children++, static_cast<std::uint16_t>(out_.passed.size() - passed),
                                 static_cast<std::uint16_t>(passed), data});
    }

    // ---- for engines ------------------------------------------------------------------------------------------------
    [[nodiscard]] case_record& record() noexcept { return record_; }
    [[nodiscard]] const case_record& record() const noexcept { return record_; }
    [[nodiscard]] outbox& out() noexcept { return out_; }
    [[nodiscard]] const layout& slots() const noexcept { return *slots_; }
    /// Number of the row that acts, `no_row_number` outside one.
    [[nodiscard]] std::uint16_t row() const noexcept { return static_cast<std::uint16_t>(row_ - 1); }
    void acts_in_row(std::uint16_t one_based) noexcept { row_ = one_based; }

private:
    template <class Machine, auto... Passed, class E, auto... Given>
    void open_child(const E& e, std::uint32_t relation, given_value<Given>... more) {
        (pass(tag_of_name(name_of<Passed>()), (*this)[Passed]), ...);
        (pass(tag_of_name(name_of<Given>()), more.value), ...);
        add_child(tag_of<Machine>, tag_of<E>, relation, pack(e), sizeof...(Passed) + sizeof...(Given));
    }

    case_record& record_;
    outbox& out_;
    instant at_;
    const layout* slots_;
    std::uint16_t row_ = 0;
};

}  // namespace caseclock
