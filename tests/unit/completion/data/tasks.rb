# A to-do list that is kept in a text file.

require "date"
require "json"

class Task
  attr_reader :title, :due, :labels
  attr_accessor :done

  def initialize(title, due: nil, labels: [], done: false)
    @title = title
    @due = due && Date.parse(due)
    @labels = labels
    @done = done
  end

  def late?(today = Date.today)
    !done && due && due < today
  end

  def to_h
    { title: title, due: due&.iso8601, labels: labels, done: done }
  end
end

class TaskList
  include Enumerable

  def initialize(path)
    @path = path
    @tasks = load_tasks
  end

  def each(&block)
    @tasks.each(&block)
  end

  def add(title, **options)
    task = Task.new(title, **options)
    @tasks << task
    save
    task
  end

  def finish(number)
    task = @tasks.fetch(number - 1)
    task.done = true
    save
  rescue IndexError
    warn "there is no task #{number}"
  end

  def late(today = Date.today)
    select { |task| task.late?(today) }.sort_by(&:due)
  end

  def by_label
    groups = Hash.new { |hash, label| hash[label] = [] }
    each do |task|
      task.labels.each { |label| groups[label] << task }
    end
    groups
  end

  def report(out = $stdout)
    each_with_index do |task, index|
      mark = task.done ? "x" : " "
      out.puts format("%3d [%s] %s", index + 1, mark, task.title)
      next unless task.late?
      out.puts "        late since #{task.due}"
    end
  end

  private

  def load_tasks
    return [] unless File.exist?(@path)
    JSON.parse(File.read(@path), symbolize_names: true).map do |data|
      Task.new(data[:title], due: data[:due], labels: data[:labels], done: data[:done])
    end
  end

  def save
    File.write(@path, JSON.pretty_generate(map(&:to_h)))
  end
end
