// A harness for `lowrank gate`: put your functions into oracles().
//
//     g++ -O2 -std=c++17 -o harness harness.cpp
//     {{lowrank}} gate -- ./harness
//
// `{{lowrank}} describe` lists the oracles, `{{lowrank}} describe <id>` shows the formula and the inputs of one.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>
#ifdef _WIN32
#include <io.h>
#define dup _dup
#define dup2 _dup2
#define fdopen _fdopen
#else
#include <unistd.h>
#endif

// ---- JSON, as much of it as the protocol uses ----

struct Json {
    enum Kind { Null, Boolean, Number, String, Array, Object } kind = Null;
    double number = 0;
    std::string text;  // of a string, without its quotes; of a number, as written
    std::vector<Json> items;
    std::map<std::string, Json> members;

    const Json& operator[](const std::string& name) const {
        auto found = members.find(name);
        if (found == members.end()) throw std::runtime_error("no member " + name);
        return found->second;
    }
    bool has(const std::string& name) const { return members.count(name) != 0; }
};

class Parser {
  public:
    explicit Parser(const std::string& line) : s(line) {}

    Json value() {
        blanks();
        Json v;
        char c = peek();
        if (c == '{') {
            v.kind = Json::Object;
            list('}', [&] {
                blanks();
                std::string name = quoted();
                blanks();
                expect(':');
                v.members[name] = value();
            });
        } else if (c == '[') {
            v.kind = Json::Array;
            list(']', [&] { v.items.push_back(value()); });
        } else if (c == '"') {
            v.kind = Json::String;
            v.text = quoted();
        } else {
            size_t start = at;
            while (at < s.size() && !std::strchr(",]} \t\r\n", s[at])) at++;
            v.text = s.substr(start, at - start);
            v.kind = v.text == "null" ? Json::Null : v.text == "true" || v.text == "false" ? Json::Boolean : Json::Number;
            if (v.kind == Json::Number) v.number = std::strtod(v.text.c_str(), nullptr);
        }
        return v;
    }

  private:
    const std::string& s;
    size_t at = 0;

    char peek() const {
        if (at >= s.size()) throw std::runtime_error("the line ends too early");
        return s[at];
    }
    void blanks() {
        while (at < s.size() && std::strchr(" \t\r\n", s[at])) at++;
    }
    void expect(char c) {
        if (peek() != c) throw std::runtime_error(std::string("expected ") + c);
        at++;
    }
    void list(char end, const std::function<void()>& item) {
        at++;
        blanks();
        while (peek() != end) {
            item();
            blanks();
            if (peek() == ',') at++;
        }
        at++;
    }
    std::string quoted() {
        expect('"');
        std::string out;
        while (peek() != '"') {
            char c = s[at++];
            if (c == '\\') {
                c = peek();
                at++;
                if (c == 'u') {  // names and numbers of the protocol are ASCII
                    c = static_cast<char>(std::strtol(s.substr(at, 4).c_str(), nullptr, 16));
                    at += 4;
                } else {
                    c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
                }
            }
            out += c;
        }
        at++;
        return out;
    }
};

std::string quote(const std::string& text) {
    std::string out = "\"";
    for (char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    return out + "\"";
}

// JSON has no NaN and no infinity.
std::string write(double x) {
    if (!std::isfinite(x)) return std::isnan(x) ? "\"nan\"" : x > 0 ? "\"inf\"" : "\"-inf\"";
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%.17g", x);
    return buffer;
}

// ---- inputs ----

// A JSON number is one double; a string ("1/3", "0.1", "1e-400") is the exact rational that it spells.
double read_number(const Json& v) {
    size_t slash = v.text.find('/');
    double top = std::strtod(v.text.c_str(), nullptr);
    return slash == std::string::npos ? top : top / std::strtod(v.text.c_str() + slash + 1, nullptr);
}

struct Matrix {
    size_t rows = 0, columns = 0;
    std::vector<double> entries;  // row by row
};

std::vector<unsigned char> base64(const std::string& text) {
    static const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::vector<unsigned char> out;
    uint32_t bits = 0;
    int count = 0;
    for (char c : text) {
        size_t digit = digits.find(c);
        if (digit == std::string::npos) continue;
        bits = bits << 6 | static_cast<uint32_t>(digit);
        if ((count += 6) >= 8) out.push_back(static_cast<unsigned char>(bits >> (count -= 8)));
    }
    return out;
}

double half(uint16_t bits) {
    int exponent = bits >> 10 & 31, fraction = bits & 1023;
    double size = exponent == 0 ? std::ldexp(fraction, -24) : exponent == 31 ? (fraction ? NAN : INFINITY) : std::ldexp(fraction + 1024, exponent - 25);
    return bits >> 15 ? -size : size;
}

// {"shape", "dtype", "data"}: base64, little-endian, row by row.
Matrix read_matrix(const Json& v) {
    Matrix a;
    a.rows = static_cast<size_t>(v["shape"].items.at(0).number);
    a.columns = static_cast<size_t>(v["shape"].items.at(1).number);
    std::vector<unsigned char> raw = base64(v["data"].text);
    const std::string& dtype = v["dtype"].text;
    size_t count = a.rows * a.columns, size = dtype == "float64" ? 8 : dtype == "float32" ? 4 : dtype == "int8" ? 1 : 2;
    if (raw.size() != count * size) throw std::runtime_error("the data does not fit the shape");
    for (size_t k = 0; k < count; k++) {
        uint64_t bits = 0;
        for (size_t b = size; b-- > 0;) bits = bits << 8 | raw[k * size + b];
        double x = 0;
        if (dtype == "float64") {
            std::memcpy(&x, &bits, 8);
        } else if (dtype == "int8") {
            x = static_cast<int8_t>(bits) * v["scale"].number;
        } else if (dtype == "float16") {
            x = half(static_cast<uint16_t>(bits));
        } else {
            uint32_t word = static_cast<uint32_t>(dtype == "bfloat16" ? bits << 16 : bits);
            float f;
            std::memcpy(&f, &word, 4);
            x = f;
        }
        a.entries.push_back(x);
    }
    return a;
}

// ---- what is gated ----

// Thrown where a case is not treated: it is skipped, with the reason. Any other exception is an error.
struct Skip : std::runtime_error {
    using std::runtime_error::runtime_error;
};

double frobenius_norm(const Matrix& a) {
    double largest = 0, sum = 0;
    for (double x : a.entries) largest = std::fmax(largest, std::fabs(x));
    if (largest == 0) return 0;
    for (double x : a.entries) sum += x / largest * (x / largest);
    return largest * std::sqrt(sum);
}

const char* const precision = "float64";  // what you compute in: float64, float32, bfloat16 or float16

// Oracle: revision and function of the inputs. Only what stands here is asked. The function gives JSON: a number, an array or an
// object of parts; beyond the range of doubles {"log10":x} in its place.
struct Oracle {
    int revision;
    std::function<std::string(const Json&)> function;
};

const std::map<std::string, Oracle>& oracles() {
    static const std::map<std::string, Oracle> all = {
        {"spectra/frobenius-norm", {1, [](const Json& inputs) { return write(frobenius_norm(read_matrix(inputs["A"]))); }}},
        {"spectra/spectral-norm", {1, [](const Json&) -> std::string { throw Skip("not implemented: spectral norm"); }}},  // TODO
    };
    return all;
}

std::string answer(const std::string& oracle, const Json& inputs) {
    try {
        std::string result = oracles().at(oracle).function(inputs);
        return result.rfind("{\"log10\"", 0) == 0 ? result.substr(1, result.size() - 2) : "\"value\":" + result;
    } catch (const Skip& reason) {
        return "\"skipped\":" + quote(reason.what());
    } catch (const std::exception& error) {
        return "\"error\":" + quote(error.what());
    } catch (...) {
        return "\"error\":\"something was thrown that is no std::exception\"";
    }
}

int main() {
    // Standard output belongs to the protocol: whatever else is printed, by whatever library, goes to standard error.
    FILE* answers = fdopen(dup(1), "w");
    dup2(2, 1);
    const auto send = [answers](const std::string& line) {
        std::fputs((line + "\n").c_str(), answers);
        std::fflush(answers);
    };
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);) {
        Json request = Parser(line).value();
        const std::string& op = request["op"].text;
        if (op == "stop") return 0;
        if (op == "start") {
            if (request["protocol"].number != 1) {
                std::cerr << "protocol " << request["protocol"].text << " is not understood, 1 is\n";
                return 1;
            }
            std::string list;
            for (const auto& [id, oracle] : oracles()) list += (list.empty() ? "" : ",") + quote(id) + ":" + std::to_string(oracle.revision);
            send(R"({"protocol":1,"implementation":{"name":"my implementation","version":"0.1","language":"cpp"},"precision":)"
                 + quote(precision) + ",\"oracles\":{" + list + R"(},"conventions":{"log":"e"}})");
        } else {
            send("{\"seq\":" + request["seq"].text + "," + answer(request["oracle"].text, request["inputs"]) + "}");
        }
    }
}
