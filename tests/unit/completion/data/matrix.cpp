// Dense matrices of doubles: storage, arithmetic, and a solver for linear systems.
#include "matrix.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <ostream>
#include <stdexcept>

namespace algebra {
namespace {

constexpr double epsilon = 1e-12;

void require_same_shape(const Matrix& a, const Matrix& b, const char* operation) {
  if (a.rows() != b.rows() || a.columns() != b.columns()) {
    throw std::invalid_argument(std::string(operation) + ": shapes differ");
  }
}

std::size_t pivot_row(const Matrix& matrix, std::size_t column) {
  std::size_t best = column;
  for (std::size_t row = column + 1; row < matrix.rows(); ++row) {
    if (std::abs(matrix(row, column)) > std::abs(matrix(best, column))) best = row;
  }
  return best;
}

}  // namespace

Matrix::Matrix(std::size_t rows, std::size_t columns, double value)
    : rows_(rows), columns_(columns), values_(rows * columns, value) {}

Matrix Matrix::identity(std::size_t size) {
  Matrix result(size, size);
  for (std::size_t i = 0; i < size; ++i) result(i, i) = 1.0;
  return result;
}

double Matrix::at(std::size_t row, std::size_t column) const {
  if (row >= rows_ || column >= columns_) {
    throw std::out_of_range("matrix index out of range");
  }
  return values_[row * columns_ + column];
}

Matrix& Matrix::operator+=(const Matrix& other) {
  require_same_shape(*this, other, "+=");
  std::transform(values_.begin(), values_.end(), other.values_.begin(), values_.begin(),
                 std::plus<>());
  return *this;
}

Matrix operator*(const Matrix& a, const Matrix& b) {
  if (a.columns() != b.rows()) {
    throw std::invalid_argument("*: inner sizes differ");
  }
  Matrix product(a.rows(), b.columns());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t k = 0; k < a.columns(); ++k) {
      const double factor = a(i, k);
      if (factor == 0.0) continue;
      for (std::size_t j = 0; j < b.columns(); ++j) {
        product(i, j) += factor * b(k, j);
      }
    }
  }
  return product;
}

Matrix transposed(const Matrix& matrix) {
  Matrix result(matrix.columns(), matrix.rows());
  for (std::size_t i = 0; i < matrix.rows(); ++i) {
    for (std::size_t j = 0; j < matrix.columns(); ++j) {
      result(j, i) = matrix(i, j);
    }
  }
  return result;
}

void Matrix::swap_rows(std::size_t first, std::size_t second) {
  if (first == second) return;
  auto begin = values_.begin() + static_cast<std::ptrdiff_t>(first * columns_);
  auto other = values_.begin() + static_cast<std::ptrdiff_t>(second * columns_);
  std::swap_ranges(begin, begin + static_cast<std::ptrdiff_t>(columns_), other);
}

std::vector<double> solve(Matrix matrix, std::vector<double> right) {
  const std::size_t size = matrix.rows();
  if (matrix.columns() != size || right.size() != size) {
    throw std::invalid_argument("solve: not a square system");
  }
  for (std::size_t column = 0; column < size; ++column) {
    const std::size_t pivot = pivot_row(matrix, column);
    if (std::abs(matrix(pivot, column)) < epsilon) {
      throw std::domain_error("solve: the matrix is singular");
    }
    matrix.swap_rows(column, pivot);
    std::swap(right[column], right[pivot]);
    for (std::size_t row = column + 1; row < size; ++row) {
      const double factor = matrix(row, column) / matrix(column, column);
      for (std::size_t k = column; k < size; ++k) {
        matrix(row, k) -= factor * matrix(column, k);
      }
      right[row] -= factor * right[column];
    }
  }
  for (std::size_t row = size; row-- > 0;) {
    for (std::size_t k = row + 1; k < size; ++k) right[row] -= matrix(row, k) * right[k];
    right[row] /= matrix(row, row);
  }
  return right;
}

double norm(const std::vector<double>& values) {
  const double squares = std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
  return std::sqrt(squares);
}

std::ostream& operator<<(std::ostream& out, const Matrix& matrix) {
  for (std::size_t i = 0; i < matrix.rows(); ++i) {
    const char* separator = "";
    for (std::size_t j = 0; j < matrix.columns(); ++j) {
      out << separator << matrix(i, j);
      separator = " ";
    }
    out << '\n';
  }
  return out;
}

}  // namespace algebra
